using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>Where the arguments of a grain's constructor come from.</summary>
internal static class ParameterSource
{
    public static Func<IServiceProvider, Activation, List<IStorage>, object?> Of(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } stored)
        {
            return StoredState(parameter, stored);
        }

        if (type == typeof(IGrainContext))
        {
            return static (_, activation, _) => activation;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return (services, _, _) => services.GetRequiredKeyedService(type, keyed.Key);
        }

        return parameter.HasDefaultValue
            ? (services, _, _) => services.GetService(type) ?? parameter.DefaultValue
            : (services, _, _) => services.GetRequiredService(type);
    }

    private static Func<IServiceProvider, Activation, List<IStorage>, object?> StoredState(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException($"Parameter {parameter.Name} of {parameter.Member.DeclaringType} has [PersistentState]; its type has to be IPersistentState<…>.");
        }

        var constructor = ConstructorInvoker.Create(
            typeof(PersistentState<>).MakeGenericType(type.GetGenericArguments()).GetConstructors()[0]);
        return (services, activation, states) =>
        {
            var storage = StorageOf(services, attribute.StorageName);
            var state = constructor.Invoke(activation.GrainId, attribute.StateName, storage);
            states.Add((IStorage)state);
            return state;
        };
    }

    private static IGrainStorage StorageOf(IServiceProvider services, string? name) =>
        (name is null ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(name))
        ?? throw new InvalidOperationException(
            $"There is no grain storage '{name ?? "(default)"}'; register it as a keyed service {nameof(IGrainStorage)} with that name.");
}

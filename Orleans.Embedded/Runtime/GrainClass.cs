using System.Reflection;
using Orleans.Concurrency;
using Orleans.Core;
using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>What the engine knows of a grain class.</summary>
internal sealed class GrainClass
{
    private readonly ConstructorInvoker _constructor;
    private readonly Func<IServiceProvider, Activation, List<IStorage>, object?>[] _parameters;
    private readonly MethodInfo? _mayInterleave;
    private readonly bool _isReentrant;

    public GrainClass(Type type, TimeSpan collectionAge)
    {
        Type = type;
        GrainType = GrainTypeOf(type);
        CollectionAge = collectionAge;
        Interfaces = [.. type.GetInterfaces().Where(IsGrainInterface)];
        _isReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        _mayInterleave = FindPredicate(type);
        MaxLocalWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>(inherit: true)?.MaxLocalWorkers ?? 0;
        StreamNamespaces = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>(inherit: true).Select(a => a.StreamNamespace)];
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new ArgumentException($"Grain class {type} has no public constructor.");
        _constructor = ConstructorInvoker.Create(constructor);
        _parameters = Array.ConvertAll(constructor.GetParameters(), ParameterSource.Of);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public IReadOnlyList<Type> Interfaces { get; }

    /// <summary>The interface that a reference to the grain has when none is asked for.</summary>
    public Type MainInterface => Interfaces[0];

    /// <summary>For how long an activation may be idle.</summary>
    public TimeSpan CollectionAge { get; }

    /// <summary>0 for what is no stateless worker, negative for one that does not say how many.</summary>
    public int MaxLocalWorkers { get; }

    /// <summary>Namespaces of the streams that the class is subscribed to.</summary>
    public IReadOnlyList<string> StreamNamespaces { get; }

    public object Create(Activation activation, List<IStorage> states) => _constructor.Invoke(
        Array.ConvertAll(_parameters, parameter => parameter(activation.ActivationServices, activation, states)).AsSpan());

    public bool MayInterleave(object grain, Request request)
    {
        if (_isReentrant)
        {
            return true;
        }

        return _mayInterleave is not null && request.Invokable is { } invokable
            && (bool)_mayInterleave.Invoke(_mayInterleave.IsStatic ? null : grain, [invokable])!;
    }

    private static bool IsGrainInterface(Type type) => typeof(IGrain).IsAssignableFrom(type) && !ReservedInterfaces.Contains(type);

    private static readonly HashSet<Type> ReservedInterfaces =
        [typeof(IGrain), typeof(IGrainWithStringKey), typeof(IGrainWithIntegerKey), typeof(IGrainWithGuidKey)];

    private static GrainType GrainTypeOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } named)
        {
            return GrainType.Create(named.GrainType);
        }

        const string Suffix = "grain";
#pragma warning disable CA1308 // Grain types are in lower case in the model.
        var name = type.Name.ToLowerInvariant();
#pragma warning restore CA1308
        return GrainType.Create(name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name);
    }

    private static MethodInfo? FindPredicate(Type type)
    {
        if (type.GetCustomAttribute<MayInterleaveAttribute>(inherit: true) is not { } attribute)
        {
            return null;
        }

        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
        return type.GetMethod(attribute.CallbackMethodName, Any, [typeof(IInvokable)]) is { } method && method.ReturnType == typeof(bool)
            ? method
            : throw new ArgumentException($"{type} names {attribute.CallbackMethodName} in [MayInterleave]; it needs such a method: bool {attribute.CallbackMethodName}(IInvokable).");
    }
}

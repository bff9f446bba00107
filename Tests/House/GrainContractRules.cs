using System.Reflection;
using System.Text;
using Iskra.Channels;

namespace Iskra.Tests.House;

/// <summary>
/// What silos and gateways of different versions say to each other during a rolling upgrade: a change must be meant. Run with
/// ISKRA_ACCEPT_CONTRACT=1 to write the file anew, and review the difference.
/// </summary>
public sealed class GrainContractRules
{
    private static readonly string File = Path.Combine(Source.RepositoryRoot, "Tests", "House", "grain-contract.txt");

    [Fact]
    public void The_contract_of_the_grains_is_the_reviewed_one()
    {
        var now = Describe();
        if (Environment.GetEnvironmentVariable("ISKRA_ACCEPT_CONTRACT") == "1")
        {
            System.IO.File.WriteAllText(File, now);
        }

        Assert.Equal(System.IO.File.ReadAllText(File), now);
    }

    [Fact]
    public void Every_message_can_be_serialized_and_has_a_name_of_its_own()
    {
        var messages = Types().Where(type => !type.IsInterface && type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToArray();

        Assert.NotEmpty(messages);
        Assert.All(messages, type => Assert.NotNull(type.GetCustomAttribute<AliasAttribute>()));
        Assert.Equal(messages.Length, messages.Select(type => type.GetCustomAttribute<AliasAttribute>()!.Alias).Distinct().Count());
    }

    [Fact]
    public void Every_grain_interface_and_method_has_a_name_of_its_own()
    {
        var grains = Types().Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type)).ToArray();

        Assert.NotEmpty(grains);
        Assert.All(grains, type => Assert.NotNull(type.GetCustomAttribute<AliasAttribute>()));
        Assert.All(grains.SelectMany(type => type.GetMethods()), method => Assert.NotNull(method.GetCustomAttribute<AliasAttribute>()));
    }

    private static IEnumerable<Type> Types() =>
        typeof(IChannelGrain).Assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal);

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Types().Where(type => type.GetCustomAttribute<AliasAttribute>() is not null))
        {
            text.Append(type.GetCustomAttribute<AliasAttribute>()!.Alias).Append(' ').Append(type.FullName).Append('\n');
            foreach (var member in type.IsInterface ? Methods(type) : Members(type))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Methods(Type type) => type.GetMethods()
        .Select(method => $"{method.GetCustomAttribute<AliasAttribute>()?.Alias}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): {Name(method.ReturnType)}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Members(Type type) => type.GetProperties()
        .Where(property => property.GetCustomAttribute<IdAttribute>() is not null)
        .OrderBy(property => property.GetCustomAttribute<IdAttribute>()!.Id)
        .Select(property => $"{property.GetCustomAttribute<IdAttribute>()!.Id} {property.Name}: {Name(property.PropertyType)}");

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}

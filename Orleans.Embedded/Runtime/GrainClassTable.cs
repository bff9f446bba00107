using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>The grain classes of some assemblies.</summary>
internal sealed class GrainClassTable
{
    private static readonly ConcurrentDictionary<Assembly, Type[]> TypesByAssembly = new();
    private static readonly ConcurrentDictionary<(Type, TimeSpan), GrainClass> Known = new();

    private readonly Dictionary<GrainType, GrainClass> _byGrainType = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];
    private readonly Dictionary<string, List<GrainClass>> _byStreamNamespace = [];
    private readonly ConcurrentDictionary<(Type, string?), GrainType> _resolved = new();

    public GrainClassTable(IEnumerable<Assembly> assemblies, GrainCollectionOptions collection)
    {
        foreach (var assembly in assemblies.Append(typeof(GrainClassTable).Assembly).Distinct())
        {
            foreach (var type in TypesByAssembly.GetOrAdd(assembly, TypesOf))
            {
                Add(Known.GetOrAdd((type, AgeOf(type, collection)), static known => new GrainClass(known.Item1, known.Item2)));
            }
        }
    }

    public GrainClass Find(GrainType type) => _byGrainType.TryGetValue(type, out var grainClass)
        ? grainClass
        : throw new ArgumentException($"There is no grain class for grain type '{type}'.");

    /// <summary>The classes that are subscribed to all streams of a namespace.</summary>
    public IReadOnlyList<GrainClass> SubscribedTo(string? streamNamespace) =>
        streamNamespace is not null && _byStreamNamespace.TryGetValue(streamNamespace, out var classes) ? classes : [];

    /// <summary>The grain type behind an interface.</summary>
    /// <param name="grainInterface">The interface.</param>
    /// <param name="prefix">Start of the full class name, where several implement the interface.</param>
    public GrainType Resolve(Type grainInterface, string? prefix) => _resolved.GetOrAdd((grainInterface, prefix), Resolve);

    private static Type[] TypesOf(Assembly assembly) => Array.FindAll(
        assembly.GetTypes(),
        static type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(IGrainBase).IsAssignableFrom(type));

    private static TimeSpan AgeOf(Type type, GrainCollectionOptions collection)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute), inherit: true))
        {
            return TimeSpan.MaxValue;
        }

        return type.GetCustomAttribute<CollectionAgeLimitAttribute>(inherit: true)?.AgeLimit
            ?? (collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var age) ? age : collection.CollectionAge);
    }

    private GrainType Resolve((Type Interface, string? Prefix) wanted)
    {
        var candidates = _byInterface.GetValueOrDefault(wanted.Interface) ?? [];
        var matching = wanted.Prefix is null
            ? candidates
            : candidates.FindAll(candidate => candidate.Type.FullName!.StartsWith(wanted.Prefix, StringComparison.Ordinal));
        return matching.Count switch
        {
            1 => matching[0].GrainType,
            0 => throw new ArgumentException(
                $"There is no grain class for interface {wanted.Interface}; is its assembly among {nameof(Hosting.EmbeddedOptions)}.{nameof(Hosting.EmbeddedOptions.Assemblies)}?"),
            _ => throw new ArgumentException(
                $"Several grain classes implement {wanted.Interface}: {string.Join(", ", matching.Select(c => c.Type.FullName))}. Name one by the start of its full name."),
        };
    }

    private void Add(GrainClass grainClass)
    {
        if (!_byGrainType.TryAdd(grainClass.GrainType, grainClass))
        {
            throw new ArgumentException(
                $"{grainClass.Type} and {_byGrainType[grainClass.GrainType].Type} have the same grain type '{grainClass.GrainType}'; give one another with [GrainType].");
        }

        foreach (var grainInterface in grainClass.Interfaces)
        {
            Add(_byInterface, grainInterface, grainClass);
        }

        foreach (var streamNamespace in grainClass.StreamNamespaces)
        {
            Add(_byStreamNamespace, streamNamespace, grainClass);
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<GrainClass>> table, TKey key, GrainClass grainClass)
        where TKey : notnull
    {
        if (!table.TryGetValue(key, out var list))
        {
            table[key] = list = [];
        }

        list.Add(grainClass);
    }
}

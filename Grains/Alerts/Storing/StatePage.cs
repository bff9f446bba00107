using System.Collections.Immutable;

namespace Iskra.Alerts;

/// <summary>Some of many items, stored together.</summary>
/// <typeparam name="T">What an item is.</typeparam>
/// <param name="Items">The items, at most <see cref="PagedState{T}.PageSize"/>.</param>
public sealed record StatePage<T>(ImmutableArray<T> Items);

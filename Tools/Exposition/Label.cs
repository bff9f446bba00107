namespace Iskra.Tools.Exposition;

/// <summary>A label of a series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, escapes resolved.</param>
internal readonly record struct Label(string Name, string Value);

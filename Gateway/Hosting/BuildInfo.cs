using System.Reflection;

namespace Iskra.Gateway.Hosting;

/// <summary>Which build runs.</summary>
public static class BuildInfo
{
    /// <summary>The version, for example <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(BuildInfo).Assembly.GetName().Version?.ToString(3)
        ?? typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "0.0.0";
}

namespace Iskra.Alerts;

/// <summary>How an integration makes HTTP requests (<c>http_config</c>).</summary>
public sealed record HttpSettings
{
    /// <summary>Nothing special.</summary>
    public static readonly HttpSettings Default = new();

    /// <summary>Name for Basic authentication; null for none.</summary>
    public string? BasicUsername { get; init; }

    /// <summary>Password for Basic authentication.</summary>
    public Secret? BasicPassword { get; init; }

    /// <summary>Scheme of the header <c>Authorization</c>, usually <c>Bearer</c>.</summary>
    public string AuthorizationType { get; init; } = "Bearer";

    /// <summary>Credentials of the header <c>Authorization</c>; null for none.</summary>
    public Secret? AuthorizationCredentials { get; init; }

    /// <summary>File with the certificates to trust, in PEM; null for those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whether any certificate will do.</summary>
    public bool InsecureSkipVerify { get; init; }
}

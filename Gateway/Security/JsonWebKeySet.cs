using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Iskra.Gateway.Security;

/// <summary>
/// Reads a JSON Web Key Set (RFC 7517). Keys that are not for verifying signatures with RS256 or ES256, too short, broken or of
/// another kind are left out: a set may hold keys for others.
/// </summary>
public static class JsonWebKeySet
{
    /// <summary>Largest set that is read, in bytes.</summary>
    public const int MaxBytes = 256 * 1_024;

    /// <summary>Most keys that are taken from a set.</summary>
    public const int MaxKeys = 64;

    /// <summary>Reads a set.</summary>
    /// <returns>False when it is no set at all; a set without a usable key is read as empty.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> json, out ImmutableArray<JwtKey> keys)
    {
        keys = [];
        if (json.Length > MaxBytes) return false;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var list)
                || list.ValueKind != JsonValueKind.Array)
            {
                return false;
            }

            var found = ImmutableArray.CreateBuilder<JwtKey>();
            foreach (var element in list.EnumerateArray())
                if (found.Count < MaxKeys && TryReadKey(element, out var key)) found.Add(key);
            keys = found.ToImmutable();
            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadKey(JsonElement element, [NotNullWhen(true)] out JwtKey? key)
    {
        key = null;
        if (element.ValueKind != JsonValueKind.Object || !IsForSignatures(element)) return false;
        try
        {
            key = Text(element, "kty") switch
            {
                "RSA" when Fits(element, "RS256") && TryBytes(element, "n", out var n) && TryBytes(element, "e", out var e)
                    => new RsaJwtKey(Text(element, "kid"), n, e),
                "EC" when Fits(element, "ES256") && Text(element, "crv") == "P-256" && TryBytes(element, "x", out var x) && TryBytes(element, "y", out var y)
                    => new EcJwtKey(Text(element, "kid"), x, y),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }

        return key is not null;
    }

    private static bool IsForSignatures(JsonElement element)
    {
        if (element.TryGetProperty("use", out _) && Text(element, "use") != "sig") return false;
        if (!element.TryGetProperty("key_ops", out var operations)) return true;
        return operations.ValueKind == JsonValueKind.Array
            && operations.EnumerateArray().Any(operation => operation.ValueKind == JsonValueKind.String && operation.ValueEquals("verify"));
    }

    private static bool Fits(JsonElement element, string algorithm) =>
        !element.TryGetProperty("alg", out _) || Text(element, "alg") == algorithm;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && JwtText.TryGetString(value, out var text) ? text : null;

    private static bool TryBytes(JsonElement element, string name, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        return Text(element, name) is { } text && JwtText.TryDecode(text, out bytes);
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Iskra.Gateway.Security;

/// <summary>A token taken apart, nothing of it verified (RFC 7515 section 7.1, compact form).</summary>
/// <param name="Input">What the signature is over: the first two parts with the point between them.</param>
/// <param name="Header">The first part, decoded.</param>
/// <param name="Payload">The second part, decoded.</param>
/// <param name="Signature">The third part, decoded.</param>
internal sealed record JwtText(byte[] Input, byte[] Header, byte[] Payload, byte[] Signature)
{
    /// <summary>Longest token, in characters.</summary>
    internal const int MaxLength = 8 * 1_024;

    /// <summary>How deep claims may nest.</summary>
    internal const int MaxDepth = 8;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Takes a token apart.</summary>
    internal static bool TryParse(string token, [NotNullWhen(true)] out JwtText? text)
    {
        text = null;
        if (token.Length is 0 or > MaxLength) return false;
        var parts = token.Split('.');
        if (parts.Length != 3
            || !TryDecode(parts[0], out var header)
            || !TryDecode(parts[1], out var payload)
            || !TryDecode(parts[2], out var signature))
        {
            return false;
        }

        text = new JwtText(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), header, payload, signature);
        return true;
    }

    /// <summary>Decodes base64url as RFC 7515 section 2 wants it: no padding, no white space, nothing else.</summary>
    internal static bool TryDecode(string part, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (part.Length == 0 || part.Length % 4 == 1 || part.AsSpan().ContainsAnyExcept(Alphabet)) return false;
        try
        {
            bytes = Base64Url.DecodeFromChars(part);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>
    /// Reads the members of a JSON object; a member given twice, text behind the object, or too deep nesting makes it unreadable.
    /// </summary>
    internal static bool TryReadMembers(byte[] json, [NotNullWhen(true)] out Dictionary<string, JsonElement>? members)
    {
        members = null;
        if (!Utf8.IsValid(json)) return false;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return false;
            var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
                if (!found.TryAdd(member.Name, member.Value.Clone())) return false;
            members = found;
            return true;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Reads a string claim; false for other kinds and for half surrogate pairs.</summary>
    internal static bool TryGetString(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (element.ValueKind != JsonValueKind.String) return false;
        try
        {
            text = element.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;

namespace Iskra.Gateway.Sessions;

/// <summary>Ids of sessions: whoever knows one may continue the session, so that nobody may guess one.</summary>
public static class SessionId
{
    /// <summary>Random bytes of an id: 192 bits.</summary>
    public const int Bytes = 24;

    /// <summary>Characters of an id.</summary>
    public const int Length = 32;

    /// <summary>A new id.</summary>
    public static string Create()
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        RandomNumberGenerator.Fill(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether a text could be an id; anything else is not even looked up.</summary>
    public static bool IsValid(string? text) => text is { Length: Length } && Base64Url.IsValid(text);
}

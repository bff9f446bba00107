using System.Security.Cryptography;
using System.Text;

namespace Iskra.Notifications;

/// <summary>The idempotency key as receivers get it: short, and of letters that fit everywhere.</summary>
public static class DeliveryId
{
    /// <summary>128 bits of SHA-256 of a key, as 32 lower-case hexadecimal digits.</summary>
    public static string Of(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}

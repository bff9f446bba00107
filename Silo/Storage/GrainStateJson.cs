using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Iskra.Silo.Storage;

/// <summary>
/// Grain state as JSON that a person can read: snake_case names, enumerations by name, text unescaped. Members that are not
/// known are skipped and members that are missing keep their default, so that a state outlives changes of its type.
/// </summary>
public static class GrainStateJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes a state in UTF-8 without line breaks.</summary>
    public static byte[] Write<T>(T? state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    /// <summary>Reads a state.</summary>
    /// <exception cref="JsonException">What is stored is no state of that type; it was written by hand or by another program.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<T>(json, Options);

    /// <summary>The state of a grain that has none stored: a new one if the type can be made of nothing, otherwise its default.</summary>
    public static T? Empty<T>() => Emptiness<T>.Make();

    private static class Emptiness<T>
    {
        private static readonly ConstructorInfo? Constructor = typeof(T).IsAbstract ? null : typeof(T).GetConstructor(Type.EmptyTypes);

        public static T? Make() => Constructor is null ? default : (T)Constructor.Invoke(null);
    }
}

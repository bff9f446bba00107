using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Iskra.Gateway.Hosting;

namespace Iskra.Gateway.Api;

/// <summary><c>GET /asyncapi.json</c>: the frames of the sockets as an AsyncAPI 3.0 document, made from <see cref="FrameCatalogue"/>.</summary>
public static class AsyncApiDocument
{
    private static readonly (string Name, ListenPort Port, string Path)[] Sockets =
    [
        ("pulse", ListenPort.Pulse, "/"), ("seams", ListenPort.Seams, "/"), ("voices", ListenPort.Voices, "/"), ("dashboard", ListenPort.Main, "/ws/dashboard"),
    ];

    /// <summary>Answers with the document.</summary>
    public static async Task Get(HttpContext context, ListenAddresses addresses)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(addresses);
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Write(addresses.NumberOf), context.RequestAborted);
    }

    /// <summary>The document as JSON in UTF-8.</summary>
    /// <param name="numberOf">Number of a port.</param>
    public static ReadOnlyMemory<byte> Write(Func<ListenPort, int> numberOf)
    {
        ArgumentNullException.ThrowIfNull(numberOf);
        var output = new ArrayBufferWriter<byte>(16 * 1024);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("asyncapi", "3.0.0");
        json.WriteStartObject("info");
        json.WriteString("title", "Iskra");
        json.WriteString("version", BuildInfo.Version);
        json.WriteString("description", "Frames are JSON objects with a string 'type'. Every event of a channel carries its number, so that a reconnect continues without loss.");
        json.WriteEndObject();
        json.WriteString("defaultContentType", "application/json");
        WriteServers(json, numberOf);
        WriteChannels(json);
        WriteOperations(json);
        json.WriteStartObject("components");
        json.WriteStartObject("messages");
        WriteMessages(json, "client", FrameCatalogue.Client, hasRef: true);
        WriteMessages(json, "server", FrameCatalogue.Server, hasRef: true);
        WriteMessages(json, "event", FrameCatalogue.Events, hasRef: false);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    private static void WriteServers(Utf8JsonWriter json, Func<ListenPort, int> numberOf)
    {
        json.WriteStartObject("servers");
        foreach (var (name, port, _) in Sockets)
        {
            json.WriteStartObject(name);
            json.WriteString("host", $"localhost:{numberOf(port)}");
            json.WriteString("protocol", "ws");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteChannels(Utf8JsonWriter json)
    {
        json.WriteStartObject("channels");
        foreach (var (name, _, path) in Sockets)
        {
            json.WriteStartObject(name);
            json.WriteString("address", path);
            json.WriteStartArray("servers");
            WriteReference(json, $"#/servers/{name}");
            json.WriteEndArray();
            json.WriteStartObject("messages");
            foreach (var message in AllNames())
            {
                json.WritePropertyName(message);
                WriteReference(json, $"#/components/messages/{message}");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOperations(Utf8JsonWriter json)
    {
        json.WriteStartObject("operations");
        foreach (var (name, _, _) in Sockets)
        {
            WriteOperation(json, name, "receive", Names("client", FrameCatalogue.Client));
            WriteOperation(json, name, "send", Names("server", FrameCatalogue.Server).Concat(Names("event", FrameCatalogue.Events)));
        }

        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, string channel, string action, IEnumerable<string> messages)
    {
        json.WriteStartObject($"{action}_{channel}");
        json.WriteString("action", action);
        json.WritePropertyName("channel");
        WriteReference(json, $"#/channels/{channel}");
        json.WriteStartArray("messages");
        foreach (var message in messages) WriteReference(json, $"#/channels/{channel}/messages/{message}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, string side, ImmutableArray<FrameDescription> frames, bool hasRef)
    {
        foreach (var frame in frames)
        {
            json.WriteStartObject($"{side}_{frame.Type}");
            json.WriteString("name", frame.Type);
            json.WriteString("summary", frame.Summary);
            json.WriteStartObject("payload");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteStartObject("type");
            json.WriteString("const", frame.Type);
            json.WriteEndObject();
            foreach (var member in frame.Members) WriteMember(json, member.Name, member.Kind);
            if (hasRef) WriteRef(json);
            json.WriteEndObject();
            json.WriteStartArray("required");
            json.WriteStringValue("type");
            foreach (var member in frame.Members.Where(member => member.IsRequired)) json.WriteStringValue(member.Name);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private static void WriteMember(Utf8JsonWriter json, string name, string kind)
    {
        json.WriteStartObject(name);
        json.WriteString("type", kind);
        json.WriteEndObject();
    }

    private static void WriteRef(Utf8JsonWriter json)
    {
        json.WriteStartObject("ref");
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("number");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, string reference)
    {
        json.WriteStartObject();
        json.WriteString("$ref", reference);
        json.WriteEndObject();
    }

    private static IEnumerable<string> AllNames() =>
        [.. Names("client", FrameCatalogue.Client), .. Names("server", FrameCatalogue.Server), .. Names("event", FrameCatalogue.Events)];

    private static IEnumerable<string> Names(string side, ImmutableArray<FrameDescription> frames) => frames.Select(frame => $"{side}_{frame.Type}");
}

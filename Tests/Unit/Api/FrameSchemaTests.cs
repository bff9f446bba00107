using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Iskra.Gateway.Api;

namespace Iskra.Tests.Unit.Api;

/// <summary>The schema that the types of the TypeScript client come from agrees with what the gateway reads and writes.</summary>
public sealed class FrameSchemaTests
{
    private static readonly JsonElement Definitions = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(SchemaPath())).GetProperty("$defs");

    [Fact]
    public void The_schema_has_every_client_frame_of_the_gateway_and_no_other()
    {
        Assert.Equal(TypesIn("ClientFrame"), FrameCatalogue.Client.Select(frame => frame.Type).Order(StringComparer.Ordinal));
        AssertMembers("Client", FrameCatalogue.Client, isExact: true);
    }

    [Fact]
    public void The_schema_has_every_answer_of_the_gateway()
    {
        var answers = FrameCatalogue.Server.Where(frame => frame.Type != "snapshot").ToImmutableArray();
        Assert.Superset(answers.Select(frame => frame.Type).ToHashSet(), TypesIn("ServerFrame").Append("batch").ToHashSet());
        AssertMembers("Server", answers, isExact: true);
    }

    [Fact]
    public void The_schema_has_every_event_of_the_gateway()
    {
        var events = FrameCatalogue.Events.Concat(FrameCatalogue.Server.Where(frame => frame.Type == "snapshot")).ToImmutableArray();
        Assert.Superset(events.Select(frame => frame.Type).ToHashSet(), TypesIn("ChannelEvent").ToHashSet());
        AssertMembers("Event", events, isExact: false);
    }

    private static void AssertMembers(string side, ImmutableArray<FrameDescription> frames, bool isExact)
    {
        foreach (var frame in frames)
        {
            var definition = Definitions.GetProperty(side + string.Concat(frame.Type.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])));
            var properties = definition.GetProperty("properties");
            var required = definition.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Where(name => name != "type").Order(StringComparer.Ordinal);
            var wanted = frame.Members.Where(member => member.IsRequired).Select(member => member.Name).Order(StringComparer.Ordinal);
            Assert.True(required.SequenceEqual(wanted), $"{frame.Type}: the schema requires {string.Join(", ", required)}, the gateway {string.Join(", ", wanted)}");
            foreach (var member in frame.Members) Assert.True(properties.TryGetProperty(member.Name, out _), $"{frame.Type}.{member.Name} is not in the schema");
            if (!isExact) continue;
            var known = frame.Members.Select(member => member.Name).Append("type").Append("ref").ToHashSet();
            foreach (var property in properties.EnumerateObject()) Assert.True(known.Contains(property.Name), $"{frame.Type}.{property.Name} is not in the catalogue");
        }
    }

    private static IEnumerable<string> TypesIn(string union) => Leaves(union).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Leaves(string name)
    {
        var definition = Definitions.GetProperty(name);
        return definition.TryGetProperty("oneOf", out var members)
            ? members.EnumerateArray().SelectMany(member => Leaves(member.GetProperty("$ref").GetString()!["#/$defs/".Length..]))
            : [definition.GetProperty("properties").GetProperty("type").GetProperty("const").GetString()!];
    }

    private static string SchemaPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../Web/contract/frames.schema.json");
}

using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Iskra.Gateway.Api;
using Iskra.Gateway.Protocol;

namespace Iskra.Tests.Unit.Api;

/// <summary>The machine-readable contract says what the code does, no more and no less.</summary>
public sealed partial class FrameCatalogueTests
{
    [Fact]
    public void The_client_frames_are_those_that_the_parser_reads() =>
        Assert.Equal(FrameParser.Types.Order(StringComparer.Ordinal), FrameCatalogue.Client.Select(frame => frame.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void The_server_frames_are_those_that_the_writers_write()
    {
        var written = typeof(ServerFrames).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(byte[]))
            .Select(method => Capital().Replace(method.Name, match => (match.Index == 0 ? "" : "_") + char.ToLowerInvariant(match.Value[0])))
            .Append("batch");
        Assert.Equal(written.Distinct().Order(StringComparer.Ordinal), FrameCatalogue.Server.Select(frame => frame.Type).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_required_member_of_a_server_frame_is_written()
    {
        var pong = JsonSerializer.Deserialize<JsonElement>(ServerFrames.Pong(default, default, "c", 1));
        AssertMembers("pong", pong);
        AssertMembers("error", JsonSerializer.Deserialize<JsonElement>(ServerFrames.Error(FrameError.Invalid("f", "m"), default, 1)));
        AssertMembers("subscribed", JsonSerializer.Deserialize<JsonElement>(ServerFrames.Subscribed(default, [], [], "c", 1)));
        AssertMembers("connection_established", JsonSerializer.Deserialize<JsonElement>(ServerFrames.ConnectionEstablished("s", "pulse", TimeSpan.FromSeconds(30), false, "1", 1)));
    }

    [Fact]
    public void Every_reference_of_the_document_leads_somewhere()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(AsyncApiDocument.Write(_ => 1).Span);
        var references = Reference().Matches(document.GetRawText()).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(references.Count > 50);
        foreach (var reference in references)
        {
            var place = document;
            foreach (var part in reference.Split('/')) Assert.True(place.TryGetProperty(part, out place), reference);
        }
    }

    private static void AssertMembers(string type, JsonElement frame)
    {
        var description = FrameCatalogue.Server.Single(item => item.Type == type);
        foreach (var member in description.Members.Where(member => member.IsRequired)) Assert.True(frame.TryGetProperty(member.Name, out _), $"{type}.{member.Name}");
        foreach (var member in frame.EnumerateObject().Where(member => member.Name != "type")) Assert.Contains(description.Members, item => item.Name == member.Name);
    }

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    [GeneratedRegex("\"\\$ref\":\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}

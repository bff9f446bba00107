using System.Text;
using Iskra.Gateway.Api;

namespace Iskra.Tests.Unit.Api;

public sealed class FrameArrayTests
{
    [Theory]
    [InlineData("""{"type":"ping"}""", new[] { """{"type":"ping"}""" })]
    [InlineData("not json", new[] { "not json" })]
    [InlineData("", new[] { "" })]
    [InlineData(""" [ {"a":[1,{"b":2}]} , 7 , "x" ] """, new[] { """{"a":[1,{"b":2}]}""", "7", "\"x\"" })]
    public void A_body_is_split_into_its_frames(string body, string[] frames) =>
        Assert.Equal(frames, FrameArray.Split(Encoding.UTF8.GetBytes(body)).Select(frame => Encoding.UTF8.GetString(frame.Span)));

    [Theory]
    [InlineData("[", "invalid_json")]
    [InlineData("[1,]", "invalid_json")]
    [InlineData("[1] 2", "invalid_json")]
    [InlineData("[]", "empty_message")]
    public void An_array_that_is_none_is_refused(string body, string code) =>
        Assert.Equal(code, Assert.Throws<RefusedException>(() => FrameArray.Split(Encoding.UTF8.GetBytes(body))).Code);

    [Fact]
    public void The_bound_of_a_request_is_exact()
    {
        Assert.Equal(FrameArray.MaxFrames, FrameArray.Split(Encoding.UTF8.GetBytes(Of(FrameArray.MaxFrames))).Length);
        Assert.Throws<RefusedException>(() => FrameArray.Split(Encoding.UTF8.GetBytes(Of(FrameArray.MaxFrames + 1))));
        static string Of(int count) => "[" + string.Join(',', Enumerable.Repeat("1", count)) + "]";
    }
}

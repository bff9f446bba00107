using System.Buffers;
using System.Text;

namespace Iskra.Gateway.Polling;

/// <summary><c>{"cursor":"…","events":[…]}</c>, the events being the same bytes that everybody gets.</summary>
internal sealed class PollAnswer(string cursor, IReadOnlyList<ReadOnlyMemory<byte>> events) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.Headers.CacheControl = "no-store";
        var body = httpContext.Response.BodyWriter;
        body.Write("{\"cursor\":\""u8);
        body.Write(Encoding.ASCII.GetBytes(cursor));
        body.Write("\",\"events\":["u8);
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0) body.Write(","u8);
            body.Write(events[i].Span);
        }

        body.Write("]}"u8);
        await body.FlushAsync(httpContext.RequestAborted);
    }
}

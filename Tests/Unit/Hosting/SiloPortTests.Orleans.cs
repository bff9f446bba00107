using System.Net;
using System.Net.Sockets;
using Iskra.Silo.Hosting;

namespace Iskra.Tests.Unit.Hosting;

public sealed class SiloPortTests
{
    [Fact]
    public void No_port_is_given_twice_and_none_that_is_in_use()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        var next = SiloPort.Take() + 1;
        taken.Server.Bind(new IPEndPoint(IPAddress.Loopback, SiloPort.First + ((next - SiloPort.First) % SiloPort.Count)));
        taken.Server.Listen();
        var ports = Enumerable.Range(0, 100).Select(_ => SiloPort.Take()).ToList();
        Assert.Equal(100, ports.Distinct().Count());
        Assert.DoesNotContain(((IPEndPoint)taken.LocalEndpoint).Port, ports);
        Assert.All(ports, port => Assert.InRange(port, SiloPort.First, SiloPort.First + SiloPort.Count - 1));
    }
}

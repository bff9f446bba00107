using System.Runtime.CompilerServices;

// The proxies of grain interfaces are made at run time, in an assembly of this name.
[assembly: InternalsVisibleTo(Orleans.Runtime.ProxyFactory.AssemblyName)]

// Tests end activations whether they are idle or not.
[assembly: InternalsVisibleTo("Iskra.Tests.Support")]
[assembly: InternalsVisibleTo("Iskra.Tests.Engine")]

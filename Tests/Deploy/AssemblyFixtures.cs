[assembly: AssemblyFixture(typeof(Iskra.Tests.PostgresServer))]

using Iskra.Tests;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Iskra.Tests.Grains.Alerts;

public sealed class AlertReloadOnTwoSilos() : AlertReloadTests(2);

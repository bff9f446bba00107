using Iskra.Gateway.Hosting;

return await IskraHost.RunAsync(args);

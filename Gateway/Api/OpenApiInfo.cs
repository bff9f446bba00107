using Iskra.Gateway.Hosting;
using Microsoft.OpenApi;

namespace Iskra.Gateway.Api;

/// <summary>What the OpenAPI document says beyond the routes themselves.</summary>
internal static class OpenApiInfo
{
    /// <summary>Names the document.</summary>
    internal static Task Describe(OpenApiDocument document)
    {
        document.Info = new Microsoft.OpenApi.OpenApiInfo
        {
            Title = "Iskra",
            Version = BuildInfo.Version,
            Description = "Errors are problem details (RFC 9457) with the member 'code'. The frames of the sockets are described in /asyncapi.json.",
        };
        return Task.CompletedTask;
    }

    /// <summary>Describes the parameters of the query, which the handlers read themselves.</summary>
    internal static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params (string Name, string Description)[] parameters) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var (name, description) in parameters)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            return Task.CompletedTask;
        });
}

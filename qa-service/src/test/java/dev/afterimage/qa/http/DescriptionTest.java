package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The OpenAPI document describes the service as it is. */
class DescriptionTest extends ServiceTest {

    /** What browsers use, and no program: the page, and the ways to and from an identity provider. */
    private static final Set<String> OF_THE_PAGE = Set.of("GET /", "GET /api/login/oidc", "GET /api/login/callback");

    @Test
    void itHasEveryRouteAndNoOther() {
        start(new QaServerOptions());
        Set<String> routes = new TreeSet<>();
        server.router().getRoutes().stream().filter(route -> route.getMetadata(Routes.NEEDS) != null && route.getPath() != null
                && !route.getPath().contains("+")).forEach(route -> route.methods().forEach(method -> routes.add(method + " "
                + route.getPath().replace(":id", "{name}").replaceAll(":(\\w+)", "{$1}"))));
        routes.removeAll(OF_THE_PAGE);
        Set<String> described = new TreeSet<>();
        JsonObject paths = get("/api/openapi.json").bodyAsJsonObject().getJsonObject("paths");
        paths.forEach(path -> ((JsonObject) path.getValue()).fieldNames()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).isEqualTo(routes);
    }

    /** Requests made from the document itself, sound ones and others; a clip takes as long as it shows. */
    @Test
    void schemathesisFindsTheServiceAsItIsDescribed() throws IOException, InterruptedException {
        start(new QaServerOptions().setToken("sesame").setConnectionsEach(512));
        String said = ForeignClient.python("schemathesis", "-m", "schemathesis.cli", "run",
                "http://127.0.0.1:" + server.port() + "/api/openapi.json", "--header", "Authorization: Bearer sesame", "--exclude-path",
                "/api/streams/{name}/clip", "--exclude-operation-id", "delete_api_streams_name",
                // Of a body that it has no form for.
                "--exclude-operation-id", "patch_api_uploads_upload", "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
                + "response_schema_conformance,unsupported_method", "--phases", "coverage,fuzzing", "--max-examples", "5",
                "--seed", "1", "--workers", "1", "--suppress-health-check", "all", "--no-color");
        assertThat(said).contains("Coverage", "40 passed").doesNotContain("Failures:");
    }
}

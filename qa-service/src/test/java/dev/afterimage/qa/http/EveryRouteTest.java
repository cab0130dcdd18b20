package dev.afterimage.qa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.qa.access.AccessSettings;
import dev.afterimage.qa.access.OidcSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Walks all routes that the service really has, so that a new one is tested the day it is added. */
class EveryRouteTest extends ServiceTest {

    private static final Set<String> OPEN = Set.of("/healthz", "/readyz", "/api/login", "/api/logout", "/api/openapi.json");

    private List<Route> routes() {
        return server.router().getRoutes();
    }

    private Stream<Route> guarded() {
        return routes().stream().filter(route -> route.getMetadata(Routes.NEEDS) != null && route.getMetadata(Routes.NEEDS) != Needs.OPEN);
    }

    private static String example(Route route) {
        return route.getPath().replace(":id", "street").replace(":seconds", "5").replace(":upload", "0".repeat(32));
    }

    /** Other ways to write an address that some reader might take for the same. */
    private static Set<String> variants(String path) {
        Set<String> all = new LinkedHashSet<>();
        int last = path.lastIndexOf('/');
        String encoded = path.substring(0, last + 1) + String.format("%%%02x", (int) path.charAt(last + 1)) + path.substring(last + 2);
        for (String one : List.of(path, encoded, path.toUpperCase(Locale.ROOT), "/" + path, "/." + path, "/x/.." + path,
                path.replace("/", "//"),
                path.replace("/", "%2f"), "/%2e" + path, path.substring(0, last) + "/." + path.substring(last), "/%2f"
                        + path.substring(1))) {
            for (String end : List.of("", "/", "//", "/.", "/./", "/x/..", ";", ";x=1", "%3b", "%2f", "%00", ".", "%20", "?", "?token=",
                    "/?x", "#x", ".json", "%2e")) {
                all.add(one + end);
            }
        }
        return all;
    }

    /** An answer that goes on, such as a clip, is not waited for. */
    private Future<Integer> sent(HttpMethod method, String path, Map<String, String> headers) {
        RequestOptions options = new RequestOptions().setHost("127.0.0.1").setPort(server.port()).setMethod(method).setURI(path);
        headers.forEach(options::putHeader);
        return http.request(options).compose(request -> request.send(method == HttpMethod.POST ? Buffer.buffer("{}") : Buffer.buffer())
                .compose(response -> {
                    if (response.statusCode() < 300) {
                        response.exceptionHandler(cut -> { });
                        request.reset();
                    }
                    return Future.succeededFuture(response.statusCode());
                }));
    }

    private int status(HttpMethod method, String path, Map<String, String> headers) {
        return await(sent(method, path, headers));
    }

    @Test
    void everyRouteSaysWhatItNeeds() {
        start(new QaServerOptions());
        assertThat(guarded().count()).isGreaterThan(12);
        assertThat(routes()).allMatch(route -> route.getMetadata(Routes.NEEDS) != null || route.getMetadata(Routes.PASSED_BY_ALL) != null);
    }

    /** What the table of routes says, by method and address. */
    private static Map<String, String> documented() throws IOException {
        Map<String, String> needs = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of(System.getProperty("afterimage.root"), "docs", "security.md"))) {
            String[] cells = line.split("\\|");
            if (line.startsWith("| `") && cells.length == 3) {
                Pattern.compile("`([A-Z]+ /[^`]*)`").matcher(cells[1]).results()
                        .forEach(route -> needs.put(route.group(1), cells[2].strip().replaceFirst(";.*", "")));
            }
        }
        return needs;
    }

    /** Its own row of the table, or else that of all below an address. */
    private static Optional<String> row(Set<String> rows, String route) {
        return rows.stream()
                .filter(row -> row.equals(route) || row.endsWith("/...") && route.startsWith(row.substring(0, row.length() - 3)))
                .max(Comparator.comparing((String row) -> row.equals(route)).thenComparing(String::length));
    }

    @Test
    void theTableOfTheSecurityDocumentHasEveryRouteWithWhatItNeeds() throws IOException {
        OidcSettings oidc = new OidcSettings(URI.create("http://127.0.0.1:1"), "afterimage", "", "Example", "groups", List.of(), List.of());
        start(new QaServerOptions().setAccess(new AccessSettings(List.of(), Optional.of(oidc), Optional.empty(),
                AccessSettings.DEFAULT_SESSION_LIFE, "")));
        Map<Needs, String> words = Map.of(Needs.OPEN, "nothing", Needs.VIEW, "view", Needs.VIEW_ALL, "view of all streams",
                Needs.ASK, "ask", Needs.MANAGE, "manage");
        Map<String, String> documented = documented();
        Set<String> unused = new TreeSet<>(documented.keySet());
        for (Route route : routes()) {
            // Without an address: whatever else the page consists of.
            if (route.getMetadata(Routes.NEEDS) != null && route.getPath() != null) {
                for (HttpMethod method : route.methods()) {
                    String name = method + " " + route.getPath().replace(":id", "NAME").replace(":model", "ID").replace(".+", "...");
                    Optional<String> row = row(documented.keySet(), name);
                    assertThat(row.map(documented::get)).as(name).contains(words.get(route.<Needs>getMetadata(Routes.NEEDS)));
                    unused.remove(row.orElseThrow());
                }
            }
        }
        assertThat(unused).as("rows without a route").isEmpty();
    }

    @Test
    void aRouteThatDoesNotSayWhatItNeedsIsRefused() {
        Router router = Router.router(vertx);
        router.get("/api/new").handler(context -> context.end("open to all"));
        assertThatThrownBy(() -> Routes.refuseUndeclared(router)).hasMessageContaining("/api/new");
    }

    @Test
    void withoutCredentialsNoSpellingOfAGuardedRouteIsAnswered() {
        start(new QaServerOptions().setToken("sesame"));
        Map<String, String> json = Map.of("Content-Type", "application/json");
        List<String> answered = new CopyOnWriteArrayList<>();
        guarded().map(EveryRouteTest::example).distinct().forEach(path -> await(Future.all(variants(path).stream().flatMap(variant ->
                Stream.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.POST, HttpMethod.DELETE).map(method ->
                        sent(method, variant, json).onSuccess(status -> {
                            if (status < 400 || status >= 500) {
                                answered.add(method + " " + variant + ": " + status);
                            }
                        }))).toList())));
        assertThat(answered).isEmpty();
        assertThat(store.streams()).hasSize(2);
    }

    @Test
    void withoutCredentialsEachRouteItselfAsksForThem() {
        start(new QaServerOptions().setToken("sesame"));
        guarded().forEach(route -> route.methods().forEach(method ->
                assertThat(status(method, example(route), Map.of("Content-Type", "application/json"))).as(method + " " + example(route))
                        .isEqualTo(401)));
    }

    @Test
    void aSpellingThatTheTokenOpensIsClosedWithoutIt() {
        start(new QaServerOptions().setToken("sesame"));
        Map<String, Integer> open = new LinkedHashMap<>();
        guarded().filter(route -> route.methods().contains(HttpMethod.GET)).map(EveryRouteTest::example)
                .forEach(path -> variants(path).forEach(variant -> {
            if (status(HttpMethod.GET, variant, Map.of("Authorization", "Bearer sesame")) == 200) {
                open.put(variant, status(HttpMethod.GET, variant, Map.of()));
            }
        }));
        // The probe's own: both reached the metrics.
        assertThat(open).containsKeys("/metrics/", "/metrics");
        assertThat(open.values()).containsOnly(401);
    }

    @Test
    void whatIsOpenIsThePageAndTheProbes() {
        start(new QaServerOptions().setToken("sesame"));
        Stream<String> open = routes().stream().filter(route -> route.getMetadata(Routes.NEEDS) == Needs.OPEN).map(Route::getPath)
                .filter(path -> path != null && path.startsWith("/") && !path.equals("/") && !path.startsWith("/lib"));
        assertThat(open.distinct()).containsExactlyInAnyOrderElementsOf(OPEN);
    }
}

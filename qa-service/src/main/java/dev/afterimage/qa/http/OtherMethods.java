package dev.afterimage.qa.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Answers requests that no route takes. The page's own route takes every address, so the router cannot tell an
 * address that takes other methods (405, with {@code Allow}) from one where there is nothing (404).
 */
final class OtherMethods implements Handler<RoutingContext> {

    private final Router router;

    OtherMethods(Router router) {
        this.router = router;
    }

    @Override
    public void handle(RoutingContext context) {
        Set<String> allowed = allowed(context.normalizedPath());
        if (allowed.isEmpty() || allowed.contains(context.request().method().name())) {
            Replies.failed(context, HttpFailure.ofStatus(404));
        } else {
            context.response().putHeader("Allow", String.join(", ", allowed));
            Replies.failed(context, HttpFailure.ofStatus(405));
        }
    }

    private Set<String> allowed(String path) {
        Set<String> allowed = router.getRoutes().stream().filter(route -> route.getMetadata(Routes.NEEDS) != null && takes(route, path))
                .map(Route::methods).flatMap(methods -> (methods == null ? Set.<HttpMethod>of() : methods).stream()).map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed;
    }

    private static boolean takes(Route route, String path) {
        if (route.getPath() == null || route.getPath().contains("+")) {
            return false;
        }
        List<String> pieces = List.of(route.getPath().split("/"));
        String pattern = pieces.stream().map(piece -> piece.startsWith(":") ? "[^/]+" : Pattern.quote(piece))
                .collect(Collectors.joining("/"));
        return path.matches(pattern);
    }
}

package dev.afterimage.qa.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which form of a reply a client wants, by its {@code Accept} header. */
final class Accept {

    static final String JSON = "application/json";

    private Accept() { }

    /** Whether a type is named and not liked less than JSON. Who names none, or all by a pattern, gets JSON. */
    static boolean prefers(RoutingContext context, String type) {
        double weight = weight(context.request().headers().getAll("Accept"), type);
        return weight > 0 && weight >= weight(context.request().headers().getAll("Accept"), JSON);
    }

    /** 0 where it is not named, or refused by {@code q=0}. */
    static double weight(List<String> headers, String type) {
        return headers.stream().flatMap(header -> Arrays.stream(header.split(","))).map(range -> range.split(";"))
                .filter(range -> range[0].strip().equalsIgnoreCase(type)).mapToDouble(Accept::quality).max().orElse(0);
    }

    private static double quality(String[] range) {
        return Arrays.stream(range).skip(1).map(String::strip)
                .filter(part -> part.toLowerCase(Locale.ROOT).matches("q=[01](\\.\\d{0,3})?"))
                .mapToDouble(part -> Double.parseDouble(part.substring(2))).findFirst().orElse(1);
    }
}

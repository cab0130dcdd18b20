package dev.afterimage.qa.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** What a service does beside letting people in and serving the page. All of it is called on the event loop but for {@link #awaitEnd}. */
interface Api {

    /** Gives a request what its route will need. */
    void prepare(RoutingContext context);

    /** Routes of sockets, which come first. */
    void mountSockets(Routes routes);

    void mount(Routes routes, Admission admission);

    /** Gives up what is not begun to be answered. */
    void giveUp();

    /** Done when what must still be answered is. */
    Future<?> answered();

    void close();

    /** After all connections are closed. */
    void closed();

    /** Waits, after {@link #close}, for what is under way; blocks. */
    void awaitEnd();
}

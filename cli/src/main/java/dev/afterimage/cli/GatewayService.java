package dev.afterimage.cli;

import dev.afterimage.engine.cluster.Gateway;
import dev.afterimage.qa.http.QaServer;
import java.io.PrintWriter;

/** The page and the API over the streams of a cluster. */
final class GatewayService {

    private GatewayService() { }

    /** Runs until the process is asked to end. A cluster that is not there yet may come later. */
    static int serve(String jobManager, Service.Options options, PrintWriter out) {
        try (Interruption interruption = Interruption.expected(); Gateway gateway = Gateway.to(jobManager, System.getenv())) {
            QaServer server = new QaServer(gateway.ports(), Service.serverOptions(options).setAccess(options.access()));
            server.startNow();
            interruption.begin();
            out.println("Afterimage is at " + server.url() + ", with the streams of " + jobManager);
            out.flush();
            gateway.complaint().ifPresent(complaint -> out.println("warning: " + complaint.line()));
            out.flush();
            interruption.await();
            server.stopNow();
        }
        return 0;
    }
}

package dev.afterimage.cli;

import java.io.IOException;
import java.util.List;

/** Opens a page in whatever browser the desktop has; where there is none, the printed address has to do. */
final class Browser {

    private Browser() { }

    static void open(String url) {
        for (List<String> command : List.of(List.of("xdg-open", url), List.of("open", url))) {
            try {
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
                return;
            } catch (IOException notHere) {
                // The next one may be.
            }
        }
    }
}

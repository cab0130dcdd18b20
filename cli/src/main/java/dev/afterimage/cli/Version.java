package dev.afterimage.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"afterimage " + current()};
    }

    static String current() {
        return dev.afterimage.engine.Version.current();
    }
}

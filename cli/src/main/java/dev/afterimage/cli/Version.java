package dev.afterimage.cli;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version Maven built. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"afterimage " + current()};
    }

    static String current() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("/afterimage.properties")) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}

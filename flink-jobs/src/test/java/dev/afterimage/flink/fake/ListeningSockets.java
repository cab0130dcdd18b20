package dev.afterimage.flink.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a process can be reached at, as Linux tells it. */
public final class ListeningSockets {

    private static final String TCP_LISTEN = "0A";

    private ListeningSockets() { }

    /** Such as {@code tcp 127.0.0.1:8080}; every UDP socket that has a port and no peer counts. */
    public static Set<String> of(long pid) throws IOException {
        Set<String> inodes = inodes(pid);
        Set<String> found = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            Path file = Path.of("/proc", Long.toString(pid), "net", table);
            if (Files.exists(file)) {
                Files.readAllLines(file).stream().skip(1).map(line -> line.strip().split("\\s+"))
                        .filter(words -> inodes.contains(words[9]) && reachable(table, words))
                        .forEach(words -> found.add(table.substring(0, 3) + " " + address(words[1])));
            }
        }
        return found;
    }

    public static Set<String> ofThisProcess() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    private static boolean reachable(String table, String[] words) {
        boolean noPeer = words[2].matches("0+:0+");
        return table.startsWith("udp") ? noPeer : words[3].equals(TCP_LISTEN);
    }

    private static Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    if (target.startsWith("socket:[")) {
                        inodes.add(target.substring("socket:[".length(), target.length() - 1));
                    }
                } catch (IOException closedMeanwhile) {
                    // Not listening any more.
                }
            }
        }
        return inodes;
    }

    /** The kernel writes an address as 32-bit words in this machine's order. */
    private static String address(String written) {
        try {
            String[] parts = written.split(":");
            byte[] bytes = HexFormat.of().parseHex(parts[0]);
            byte[] ordered = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                ordered[i] = bytes[i / 4 * 4 + 3 - i % 4];
            }
            return InetAddress.getByAddress(ordered).getHostAddress() + ":" + Integer.parseInt(parts[1], 16);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.afterimage.core.upload;

/** Names of files as clients give them. They are shown, and never name anything on this machine. */
public final class FileNames {

    private static final int LONGEST = 120;

    private FileNames() { }

    /**
     * The last part of a path, without characters that cannot be seen or that turn the text around; {@code video} where nothing is left.
     */
    public static String shown(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        last.codePoints().filter(FileNames::visible).limit(LONGEST).forEach(name::appendCodePoint);
        String shown = name.toString().strip().replaceFirst("^\\.+", "").strip();
        return shown.isEmpty() ? "video" : shown;
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}

package dev.afterimage.model.binary;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few lines that a repository cloned without Git LFS holds in place of a large file. */
public final class LfsPointer {

    private static final String BEGINS = "version https://git-lfs.github.com/spec/";
    private static final int LONGEST = 1024;
    private static final Pattern SIZE = Pattern.compile("(?m)^size (\\d{1,18})$");

    private LfsPointer() { }

    /** Says of a file that is such a pointer what it stands for and how to get it; other files pass. */
    public static void refuse(Path file) throws IOException {
        String text = beginning(file);
        if (!text.startsWith(BEGINS)) {
            return;
        }
        Matcher size = SIZE.matcher(text);
        throw new AfterimageException(ErrorCode.MODEL_MALFORMED, file.getFileName() + " is a Git LFS pointer"
                + (size.find() ? " to a file of " + size.group(1) + " bytes" : "")
                + ", and not that file: the repository was cloned without Git LFS",
                "run 'git lfs install' and 'git lfs pull' in the checkpoint's directory, or download the file itself");
    }

    private static String beginning(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            return new String(bytes.readNBytes(LONGEST), StandardCharsets.ISO_8859_1);
        }
    }
}

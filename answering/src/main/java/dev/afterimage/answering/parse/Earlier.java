package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Window;

import java.util.Locale;

/** What a time means behind another: of {@code at 7:20 this morning} and then {@code at 7:40} both are of the clock, on the same day. */
final class Earlier {

    private static final int HALF_DAY = 12 * 60;

    private Earlier() { }

    static Window meant(Window window, Window before) {
        if (!(before instanceof Window.Clock earlier)) {
            return window;
        }
        if (window instanceof Window.At at) {
            return at(at.seconds(), earlier);
        }
        if (!(window instanceof Window.Clock clock)) {
            return window;
        }
        boolean hours = !clock.from().isEmpty() || !clock.to().isEmpty();
        boolean day = !clock.day().isEmpty();
        return new Window.Clock(hours ? clock.from() : day ? earlier.from() : "", hours ? clock.to() : day ? earlier.to() : "",
                day ? clock.day() : earlier.day(), hours ? "" : clock.part().isEmpty() && day ? earlier.part() : clock.part());
    }

    /** {@code 7:40} was read as minutes and seconds, {@code four} as seconds: both are hours here. */
    private static Window at(double seconds, Window.Clock earlier) {
        boolean hour = seconds <= 24;
        int minutes = (int) (hour ? seconds * 60 : seconds);
        if (earlier.from().isEmpty() || minutes >= 24 * 60) {
            return new Window.At(seconds);
        }
        boolean later = earlier.from().compareTo("12:00") >= 0 && minutes < HALF_DAY;
        int of = later ? minutes + HALF_DAY : minutes;
        String text = String.format(Locale.ROOT, "%02d:%02d", of / 60, of % 60);
        return new Window.Clock(text, text, earlier.day(), "");
    }
}

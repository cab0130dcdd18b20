package dev.afterimage.eval.videoqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.afterimage.eval.haystack.Animation;
import dev.afterimage.eval.needle.Needle;
import dev.afterimage.eval.needle.Needle.Content;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.needle.Pixels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EgocentricDayTest {

    private static final QaVideo DAY = EgocentricDay.of(5, 1, 1, false);

    private static byte[] at(QaVideo day, int second) {
        Animation made = day.made().orElseThrow();
        return Pixels.rgb(made.picture(second, second));
    }

    @Test
    void daysAreKnownByWhatTheyShow() {
        String day = EgocentricDay.of(1, 3, 1, false).digest();
        assertThat(EgocentricDay.of(1, 3, 1, false).digest()).isEqualTo(day);
        assertThat(EgocentricDay.of(1, 4, 1, false).digest()).as("of another seed").isNotEqualTo(day);
        assertThat(EgocentricDay.of(1, 3, 1, true).digest()).as("with names").isNotEqualTo(day);
    }

    @Test
    void theSameSeedMakesTheSameDayToTheLastPixel() {
        QaVideo again = EgocentricDay.of(5, 1, 1, false);
        assertThat(again.items()).isEqualTo(DAY.items());
        for (int second = 0; second < 300; second += 37) {
            assertThat(Arrays.equals(at(again, second), at(DAY, second))).isTrue();
        }
        assertThat(EgocentricDay.of(5, 2, 1, false).items()).isNotEqualTo(DAY.items());
    }

    @Test
    void itAsksOfEveryKindAndNothingOfTheFuture() {
        assertThat(DAY.items().stream().map(QaItem::task).collect(Collectors.toSet()))
                .contains("last seen", "how many times", "put where", "who came first", "never seen");
        assertThat(DAY.items()).hasSizeGreaterThan(30).allSatisfy(item -> {
            assertThat(item.at()).isLessThanOrEqualTo(300);
            item.evidence().forEach(span -> assertThat(span.end()).isLessThanOrEqualTo(item.at()));
        });
    }

    @Test
    void whatIsAskedAsLastSeenWasInTheLastOfItsStretches() {
        for (QaItem item : DAY.items()) {
            if (item.task().equals("how many times")) {
                assertThat(item.answers()).containsExactly(Integer.toString(item.evidence().size()));
                QaItem last = DAY.items().stream().filter(other -> other.task().equals("last seen") && other.at() == item.at()).findFirst()
                        .orElseThrow();
                assertThat(last.answers()).containsExactly(Needle.TIME);
                assertThat(last.evidence()).containsExactly(item.evidence().get(item.evidence().size() - 1));
            }
        }
    }

    @Test
    void aThingThatIsSaidToBeThereIsDrawnAndNamedWhereLabelsAreWanted() {
        QaVideo labelled = EgocentricDay.of(5, 1, 1, true);
        QaItem seen = DAY.items().stream().filter(item -> item.task().equals("last seen")).findFirst().orElseThrow();
        int second = (int) seen.evidence().get(0).start();
        assertThat(Arrays.equals(at(labelled, second), at(DAY, second))).isFalse();
    }

    @Test
    void aHarderDayHasThingsThatLookAlikeAndAsksAboutAllOfIt() {
        QaVideo day = EgocentricDay.of(20, 1, 2, true);
        List<QaItem> never = day.items().stream().filter(item -> item.task().equals("never seen")).toList();
        assertThat(never).isNotEmpty().allSatisfy(item -> {
            String alike = item.question().replaceAll(".*a blue (.*)\\?", "red $1");
            assertThat(day.items()).as("the like of what never was: " + alike).anyMatch(other -> other.question().contains(alike));
        });
        assertThat(day.items()).extracting(QaItem::task).contains("first seen");
        QaVideo hard = EgocentricDay.of(20, 1, 3, true);
        assertThat(hard.items()).extracting(QaItem::task).contains("how many times until");
        assertThat(ages(hard)).as("seconds since what is asked about was seen").isGreaterThan(3 * ages(EgocentricDay.of(20, 1, 1, true)));
        assertThatThrownBy(() -> EgocentricDay.of(5, 1, 4, false)).hasMessageContaining("no level 4");
    }

    private static double ages(QaVideo day) {
        return day.items().stream().filter(item -> item.task().equals("last seen"))
                .mapToDouble(item -> item.at() - item.evidence().get(item.evidence().size() - 1).end()).average().orElseThrow();
    }

    @Test
    void twoColoursOfAThingAreTwoPictures() {
        Needle guitar = NeedleSet.of(NeedleSet.PICTURES).needles().stream().filter(needle -> needle.content() instanceof Content.Picture)
                .findFirst().orElseThrow();
        List<Needle> both = Coloured.both(List.of(guitar));
        assertThat(both).extracting(Needle::name).containsExactly("the red " + guitar.id(), "the blue " + guitar.id());
        assertThat(((Content.Picture) both.get(0).content()).bytes()).isNotEqualTo(((Content.Picture) both.get(1).content()).bytes());
    }

    @Test
    void hoursAreMadeInNoTimeAndTwoPicturesAreNeverTheSame() {
        QaVideo hours = EgocentricDay.of(180, 3, 1, false);
        assertThat(hours.duration()).isEqualTo(3 * 3600);
        assertThat(hours.items().size()).isGreaterThan(1000);
        List<Integer> hashes = List.of(0, 1, 2, 1000, 2000, 9000).stream().map(second -> Arrays.hashCode(at(hours, second))).toList();
        assertThat(hashes).doesNotHaveDuplicates();
    }
}

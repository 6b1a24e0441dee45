package lingdian.feed.log;

import static org.assertj.core.api.Assertions.assertThat;

import lingdian.feed.log.FeedStore.Extent;
import lingdian.feed.log.Resume.Start;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeTest {
    private static final Extent KEPT = new Extent(11, 20, 1); // 11..20 are kept
    private static final Extent NOTHING_KEPT = new Extent(21, 20, 1);
    private static final Extent NEVER_ANYTHING = new Extent(1, 0, 1);

    @ParameterizedTest(name = "Last-Event-ID {0}, from {1}: after {2}, reset {3}")
    @CsvSource({
        ",     ,       20, false", // from now
        ",     0,      10, false", // all that is kept
        "0,    ,       10, false",
        ",     15,     15, false",
        "15,   ,       15, false",
        "15,   3,      15, false", // the header wins
        "'',   15,     15, false",
        ",     20,     20, false",
        ",     10,     10, false", // 11 is the next, so nothing was missed
        ",     9,      20, true",
        ",     1,      20, true",
        ",     21,     20, true",
        ",     -1,     20, true",
        ",     +5,     20, true",
        ",     x,      20, true",
        ",     '',     20, true",
        ",     15.0,   20, true",
        ",     ١٥,     20, true",
        ",     99999999999999999999, 20, true",
        "x,    15,     20, true",
    })
    void whereAReaderBegins(String header, String from, long position, boolean reset) {
        assertThat(Resume.of(header, from).in(KEPT)).isEqualTo(new Start(position, reset));
    }

    @ParameterizedTest(name = "from {0}: after {1}, reset {2}")
    @CsvSource({"0, 20, false", "20, 20, false", "19, 20, true", "21, 20, true", ", 20, false"})
    void whereAReaderBeginsWhenAllWasDropped(String from, long position, boolean reset) {
        assertThat(Resume.of(null, from).in(NOTHING_KEPT)).isEqualTo(new Start(position, reset));
    }

    @ParameterizedTest(name = "from {0}: after {1}, reset {2}")
    @CsvSource({"0, 0, false", "1, 0, true", ", 0, false"})
    void whereAReaderBeginsBeforeThereWasAnything(String from, long position, boolean reset) {
        assertThat(Resume.of(null, from).in(NEVER_ANYTHING)).isEqualTo(new Start(position, reset));
    }
}

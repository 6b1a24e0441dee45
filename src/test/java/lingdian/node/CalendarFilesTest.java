package lingdian.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.law.calendar.CalendarYear;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalendarFilesTest {
    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void makeTheFolder() throws Exception {
        folder = Files.createDirectory(directory.resolve("calendar"));
    }

    @Test
    void theDirectorysOwnYearsGoBeforeTheProgramsAndAddToThem() throws Exception {
        Files.writeString(
                folder.resolve("2027.yaml"),
                "{year: 2027, official: false, source: s, days: [{date: 2027-06-01, kind: holiday, name: n}]}");
        Files.writeString(folder.resolve("2031.yaml"), "{year: 2031, official: false, source: s, days: []}");

        var calendar = CalendarFiles.read(ConfigDirectory.find(directory));

        assertThat(calendar.years()).extracting(CalendarYear::year).containsExactly(2026, 2027, 2031);
        assertThat(calendar.isWorkday(LocalDate.parse("2027-06-01"))).isFalse();
        assertThat(calendar.isWorkday(LocalDate.parse("2027-02-05")))
                .as("a holiday of the program's own copy")
                .isTrue();
    }

    @Test
    void theMistakesOfAllFilesAreNamedAtOnce() throws Exception {
        Files.writeString(folder.resolve("2027.yml"), "");
        Files.writeString(folder.resolve("2028.yaml"), "{year: 2027, official: false, source: s, days: []}");
        Files.writeString(folder.resolve("2029.yaml"), "{year: 2029, official: maybe, source: s}");
        Files.writeString(
                folder.resolve("2030.yaml"),
                "{year: 2030, official: false, source: " + "s".repeat(200) + ", days: ["
                        + IntStream.range(0, 50)
                                .mapToObj(i ->
                                        "{date: " + LocalDate.of(2030, 1, 1).plusDays(i) + ", kind: holiday, name: n}")
                                .collect(Collectors.joining(","))
                        + "]}");

        assertThatThrownBy(() -> CalendarFiles.read(ConfigDirectory.find(directory)))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        refused -> assertThat(refused.mistakes())
                                .containsExactly(
                                        folder.resolve("2027.yml") + ": must be named by its year, such as 2027.yaml",
                                        folder.resolve("2028.yaml") + ": year: must be that of the file's name",
                                        folder.resolve("2029.yaml") + ": official: must be true or false",
                                        folder.resolve("2029.yaml") + ": days: is missing",
                                        folder.resolve("2030.yaml") + ": days: must have at most 10000 characters of"
                                                + " names and sources; the year's source counts for each day that"
                                                + " names none"));
    }
}

package lingdian.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
    enum Colour {
        DARK_RED,
        BLUE
    }

    record Door(
            String name,
            @Default("2") int hinges,
            @Nullable LocalDate painted,
            @Default("blue") Colour colour) {
        Door {
            if (hinges < 1) {
                throw new IllegalArgumentException("a door hangs on something");
            }
        }
    }

    record House(
            List<Door> doors,
            @Default("{}") Map<String, Long> rooms,
            @Default("[]") Set<String> tags,
            @Default("0.5") double slope,
            @Default("false") boolean sold) {}

    @Test
    void valuesAndDefaultsAreBound() {
        assertThat(read("""
                doors:
                  - {name: front, painted: 2026-07-01, colour: dark-red}
                  - {name: "007", hinges: 3}
                rooms: {"360481": 12}
                tags: [a, b, a]
                sold: true
                """))
                .isEqualTo(new House(
                        List.of(
                                new Door("front", 2, LocalDate.of(2026, 7, 1), Colour.DARK_RED),
                                new Door("007", 3, null, Colour.BLUE)),
                        Map.of("360481", 12L),
                        Set.of("a", "b"),
                        0.5,
                        true));
    }

    @Test
    void allMistakesAreToldAtOnceByKeyAndWithoutTheValue() {
        assertThatThrownBy(() -> read("""
                doors:
                  - {name: 7, hinges: two, painted: 2026-02-30, colour: green, handle: brass}
                  - {}
                  - {name: low, hinges: 0}
                  - secret
                rooms: {kitchen: 1.5}
                tags: a
                slope: steep
                sold: 1
                windows: []
                """))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessage("""
                        windows: unknown key; known here: doors, rooms, slope, sold, tags
                        doors[0].handle: unknown key; known here: colour, hinges, name, painted
                        doors[0].name: must be text (in quotes if it looks like another type)
                        doors[0].hinges: must be a whole number (of a size that fits)
                        doors[0].painted: must be a date such as 2026-07-01
                        doors[0].colour: must be one of dark-red, blue
                        doors[1].name: is missing
                        doors[2]: a door hangs on something
                        doors[3]: must be a mapping of keys to values
                        rooms.kitchen: must be a whole number (of a size that fits)
                        tags: must be a list
                        slope: must be a number
                        sold: must be true or false""");
    }

    @Test
    void whatIsNotYamlIsRefusedByItsPlace() {
        assertThatThrownBy(() -> read("doors: [\nslope: 1"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageMatching("line \\d+, column \\d+: invalid YAML or a duplicate key");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> read("doors: []\ndoors: []"))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void aListWhereAMappingBelongsIsRefused() {
        assertThatThrownBy(() -> read("[1, 2]")).hasMessage("must be a mapping of keys to values");
    }

    @Test
    void eachLineNamesTheFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("house.yaml"), "colour: red\nage: 3");

        assertThatThrownBy(() -> YamlFile.read(file, House.class))
                .satisfies(refused -> assertThat(((InvalidConfiguration) refused).mistakes())
                        .hasSize(3)
                        .allSatisfy(mistake -> assertThat(mistake).startsWith(file + ": ")));
    }

    @Test
    void aFileThatIsNotThereIsAMistake(@TempDir Path directory) {
        assertThatThrownBy(() -> YamlFile.read(directory.resolve("none.yaml"), House.class))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageEndingWith("none.yaml: there is no such file");
    }

    record Size(int height, @Default("1") int width) {
        Size {
            if (height < width) {
                throw new IllegalArgumentException("height: at least the width");
            }
        }
    }

    record Window(@Default("clear") String glass, @Inline Size size) {}

    @Test
    void theKeysOfAnInlineRecordStandBesideThoseOfItsOwner() {
        assertThat(window("{glass: green, height: 3}")).isEqualTo(new Window("green", new Size(3, 1)));
    }

    @Test
    void anInlineRecordsMistakesAreToldLikeThoseOfItsOwner() {
        assertThatThrownBy(() -> window("{hight: 3, width: wide, size: {height: 2}}"))
                .hasMessage("""
                hight: unknown key; known here: glass, height, width
                size: unknown key; known here: glass, height, width
                height: is missing
                width: must be a whole number (of a size that fits)""");
        assertThatThrownBy(() -> window("{height: 2, width: 3}")).hasMessage("height: at least the width");
    }

    private static Window window(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), Window.class);
    }

    private static House read(String yaml) {
        return YamlFile.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), House.class);
    }
}

package lingdian.console.cafe;

import java.util.Locale;
import java.util.stream.Stream;

/** The parts of a café's file. Each reads only what it shows. */
enum CafeTab {
    OVERVIEW,
    CASES,
    HOURS,
    INSPECTIONS,
    PEOPLE,
    CONNECTION,
    DOCUMENTS;

    static CafeTab of(String word) {
        return Stream.of(values())
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElse(OVERVIEW);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String path(String placeCode) {
        return "/cafes/" + placeCode + (this == OVERVIEW ? "" : "?tab=" + word());
    }
}

package lingdian.law.calendar;

import java.nio.file.Path;
import java.util.Arrays;
import lingdian.platform.settings.YamlFile;

/** The years of {@code config/calendar}. */
public final class ShippedYears {
    private ShippedYears() {}

    public static CalendarYear of(int year) {
        return YamlFile.read(Path.of("config/calendar/" + year + ".yaml"), CalendarYear.class);
    }

    public static WorkCalendar calendar(int... years) {
        return WorkCalendar.of(Arrays.stream(years).mapToObj(ShippedYears::of).toList());
    }
}

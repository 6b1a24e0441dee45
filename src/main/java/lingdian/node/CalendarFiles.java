package lingdian.node;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lingdian.law.calendar.CalendarYear;
import lingdian.law.calendar.WorkCalendar;
import lingdian.platform.settings.ConfigDirectory;
import lingdian.platform.settings.InvalidConfiguration;

/** Reads {@code calendar/2026.yaml} and the other years of the configuration. */
final class CalendarFiles {
    private static final String FOLDER = "calendar";
    private static final Pattern NAME = Pattern.compile("2\\d{3}\\.yaml");

    private CalendarFiles() {}

    /** @throws InvalidConfiguration listing the mistakes of all files, each beginning with the file's name */
    static WorkCalendar read(ConfigDirectory config) {
        var mistakes = new ArrayList<String>();
        for (String name : config.ownFiles(FOLDER)) {
            if (!NAME.matcher(name).matches()) {
                mistakes.add(config.describe(FOLDER + "/" + name) + ": must be named by its year, such as 2027.yaml");
            }
        }
        List<CalendarYear> years = new ArrayList<>();
        IntStream.rangeClosed(CalendarYear.FIRST_YEAR, CalendarYear.LAST_YEAR)
                .filter(year -> config.has(file(year)))
                .forEach(year -> read(config, year, years, mistakes));
        if (!mistakes.isEmpty()) {
            throw new InvalidConfiguration(mistakes);
        }
        return WorkCalendar.of(years);
    }

    private static void read(ConfigDirectory config, int year, List<CalendarYear> years, List<String> mistakes) {
        try {
            CalendarYear read = config.read(file(year), CalendarYear.class);
            if (read.year() != year) {
                mistakes.add(config.describe(file(year)) + ": year: must be that of the file's name");
            } else if (read.isLong()) {
                mistakes.add(config.describe(file(year)) + ": days: " + CalendarYear.NOT_LONG);
            } else {
                years.add(read);
            }
        } catch (InvalidConfiguration wrong) {
            mistakes.addAll(wrong.mistakes());
        }
    }

    private static String file(int year) {
        return FOLDER + "/" + year + ".yaml";
    }
}

package lingdian.office.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lingdian.domain.ChinaTime;

/** Dates as documents write them (GB/T 15835: Arabic figures, years with four digits). */
public final class ChineseTime {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy年M月d日", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy年M月d日H时m分", Locale.ROOT);

    private ChineseTime() {}

    static String day(Instant at) {
        return DAY.format(at.atZone(ChinaTime.ZONE));
    }

    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    static String minute(Instant at) {
        return MINUTE.format(at.atZone(ChinaTime.ZONE));
    }
}

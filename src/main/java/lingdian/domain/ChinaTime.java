package lingdian.domain;

import java.time.ZoneId;

/** The one time zone of the country (GB/T 7408, UTC+8 all year): opening hours, days of the record and reports are in it. */
public final class ChinaTime {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ChinaTime() {}
}

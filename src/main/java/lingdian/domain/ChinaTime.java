package lingdian.domain;

import java.time.ZoneId;

/** The one time zone of the country (GB/T 7408, UTC+8 all year), for opening hours, days of the record and reports. */
public final class ChinaTime {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ChinaTime() {}
}

package lingdian.console.returns;

import java.util.List;
import lingdian.console.frame.Choice;
import lingdian.console.frame.Divisions;
import lingdian.office.returns.TargetCalls.County;
import lingdian.office.returns.TargetCalls.Setting;
import lingdian.office.returns.TargetCalls.Span;
import lingdian.office.returns.TargetCalls.Targets;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a region.
 *
 * @param own the reader's region, for which the reader may set some
 * @param wrong whether a share was typed that is none
 * @param regions below the reader's, to choose from
 */
record TargetsView(Targets found, String own, boolean wrong, List<Choice> regions, Divisions divisions) {
    static final List<String> KINDS = List.of("inspected", "drawn");
    static final List<String> PERIODS = List.of("month", "quarter", "half-year", "year");

    TargetsView {
        regions = List.copyOf(regions);
    }

    boolean isOwn(Setting setting) {
        return setting.setBy().equals(own);
    }

    String place(Setting setting) {
        return divisions.name(setting.setBy());
    }

    String place(County county) {
        return divisions.name(county.region());
    }

    static String share(County county) {
        return county.percent() == null ? "—" : county.percent() + " %";
    }

    /** Of a running period, whether more of its days have begun than of the target's cafés were reached. */
    static boolean isBehind(County county) {
        return county.state().equals("open")
                && county.reached() * 100 < county.required() * county.span().part();
    }

    List<County> counties(Setting setting) {
        return found.counties(setting);
    }

    /** The days of a target's period; null where no county has cafés. */
    @Nullable
    Span span(Setting setting) {
        return counties(setting).stream().map(County::span).findFirst().orElse(null);
    }

    /** How many counties reached it. */
    long reached(Setting setting) {
        return counties(setting).stream()
                .filter(one -> one.state().equals("reached"))
                .count();
    }

    static String id(Setting setting) {
        return setting.setBy() + "-" + setting.kind() + "-" + setting.every();
    }

    String workbook() {
        return "/api/v1/targets?region=" + found.region() + "&day=" + found.day();
    }
}

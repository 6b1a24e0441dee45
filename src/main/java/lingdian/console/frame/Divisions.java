package lingdian.console.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Regions;

/** Names administrative divisions in the same way on every page. */
public record Divisions(Regions regions) {
    private static final Pattern BLANKS = Pattern.compile("[\\s\\h]+");
    /** The word at a name's end that says what kind of division it is; a name of one character keeps it. */
    private static final Pattern KIND = Pattern.compile("(?<=..)(特别行政区|自治区|自治州|自治县|自治旗|地区|林区|新区|省|市|区|县|旗|盟)$");

    /** City and county; the code itself if the list of divisions does not contain it. */
    public String name(String region) {
        return regions.fullName(region);
    }

    /** The division's name alone, for texts in which its city is known. */
    public String shortName(String region) {
        return RegionCode.find(region).flatMap(regions::name).orElse(region);
    }

    /** All that exist now, by code. */
    public List<Choice> all() {
        return regions.all().stream()
                .map(code -> new Choice(code.value(), name(code.value())))
                .toList();
    }

    /**
     * The divisions that a text may mean: a code, or a name with or without its last word and its city ("瑞昌市", "瑞昌", "九江市瑞昌市").
     * A whole name goes before the beginning of others.
     */
    public List<Choice> named(String typed) {
        String name = BLANKS.matcher(typed).replaceAll("");
        List<Choice> all = all();
        return Stream.<Predicate<Choice>>of(
                        one -> one.value().equals(name),
                        one -> shortName(one.value()).equals(name)
                                || joined(one).equals(name),
                        one -> !name.isEmpty() && withoutKind(one).equals(name))
                .map(meant -> all.stream().filter(meant).toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private String withoutKind(Choice division) {
        return KIND.matcher(shortName(division.value())).replaceFirst("");
    }

    private static String joined(Choice division) {
        return BLANKS.matcher(division.name()).replaceAll("");
    }

    /** The divisions below the reader's region; none if it is a county or the reader has no region. */
    public List<Choice> below(PageCall call) {
        RegionCode region = call.account().region();
        List<Choice> choices = new ArrayList<>();
        if (region != null) {
            regions.below(region).forEach((code, name) -> choices.add(new Choice(code.value(), name)));
        }
        return choices;
    }

    /** The reader's own region and the divisions below it; none if it is a county, or the reader has no region. */
    public List<Choice> ownAndBelow(PageCall call) {
        List<Choice> below = below(call);
        RegionCode own = call.account().region();
        return below.isEmpty() || own == null || RegionCode.COUNTRY.equals(own)
                ? below
                : Stream.concat(Stream.of(new Choice(own.value(), name(own.value()))), below.stream())
                        .toList();
    }

    /**
     * Whether a region that a filter names lies outside the reader's, or is none: then an empty page does not mean that all is
     * well.
     */
    public boolean isForeign(PageCall call, String region) {
        RegionCode own = call.account().region();
        return !region.isEmpty()
                && RegionCode.find(region)
                        .filter(code -> own == null || own.covers(code) || code.covers(own))
                        .flatMap(regions::name)
                        .isEmpty();
    }
}

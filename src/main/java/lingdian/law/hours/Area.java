package lingdian.law.hours;

import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import org.jspecify.annotations.Nullable;

/** The area of a schedule or an order: one café, or every café of a region, those of later years included. */
public sealed interface Area {
    /** Its level, as seen from the cafés that it covers. */
    Level level();

    /** The place code or the region's code. */
    default String text() {
        PlaceCode placeCode = placeCodeOrNull();
        return placeCode == null ? String.valueOf(regionOrNull()) : placeCode.value();
    }

    /**
     * The area with this code.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static Area of(String code) {
        return code.length() == RegionCode.DIGITS ? new Region(new RegionCode(code)) : new Cafe(new PlaceCode(code));
    }

    /** The café's place code; null for a region. */
    default @Nullable PlaceCode placeCodeOrNull() {
        return this instanceof Cafe cafe ? cafe.placeCode() : null;
    }

    /** The region's code; null for a café. */
    default @Nullable RegionCode regionOrNull() {
        return this instanceof Region region ? region.code() : null;
    }

    /** One café. */
    /** @throws IllegalArgumentException if the place code is malformed */
    record Cafe(PlaceCode placeCode) implements Area {
        @Override
        public Level level() {
            return Level.CAFE;
        }
    }

    /** Every café of a county, city or province, by its GB/T 2260 code. */
    record Region(RegionCode code) implements Area {
        /** @throws IllegalArgumentException if the code names no county, city or province */
        public Region {
            Level.ofRegion(code);
        }

        @Override
        public Level level() {
            return Level.ofRegion(code);
        }

        /** The common prefix of its counties' codes: trailing zeros, in pairs, are wildcards. */
        public String prefix() {
            return switch (level()) {
                case CAFE, COUNTY -> code.value();
                case CITY -> code.value().substring(0, 4);
                case PROVINCE -> code.value().substring(0, 2);
            };
        }
    }
}

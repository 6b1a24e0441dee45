package lingdian.office.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.DateUtil;

/**
 * The text of a workbook's numbers: days as {@code 2027-12-31} and numbers with all their digits, however the sheet shows
 * them. A place code is often shown as {@code 3.60481E+13}.
 */
final class CellText extends DataFormatter {
    /** A double holds fifteen digits of what people typed. */
    private static final MathContext TYPED_DIGITS = new MathContext(15);
    /** Longer numbers keep their exponent: all digits of {@code 9e307} are 308, of five characters in the file. */
    private static final int PLAIN_DIGITS_MAX = 20;
    /** Excel's own limit. The time of the library's patterns grows with the square of a format's length. */
    private static final int FORMAT_CHARACTERS_MAX = 255;

    private final BiPredicate<Integer, String> isDay;
    /** The answers by the format's index in the workbook, since the library remembers only its last answer. */
    private final Map<Integer, Boolean> dayFormats = new HashMap<>();

    CellText() {
        this(DateUtil::isADateFormat);
    }

    /** @param isDay whether a format, given its index and text, shows numbers as days */
    CellText(BiPredicate<Integer, String> isDay) {
        this.isDay = isDay;
    }

    @Override
    public String formatRawCellContents(double value, int formatIndex, String format, boolean since1904) {
        if (isDay(formatIndex, format) && DateUtil.isValidExcelDate(value)) {
            LocalDateTime at = DateUtil.getLocalDateTime(value, since1904);
            return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? at.toLocalDate().toString()
                    : at.toString();
        }
        BigDecimal number = BigDecimal.valueOf(value).round(TYPED_DIGITS).stripTrailingZeros();
        int exponent = number.precision() - number.scale();
        return Math.abs(exponent) <= PLAIN_DIGITS_MAX ? number.toPlainString() : number.toString();
    }

    private boolean isDay(int formatIndex, String format) {
        return format.length() <= FORMAT_CHARACTERS_MAX
                && dayFormats.computeIfAbsent(formatIndex, index -> isDay.test(index, format));
    }
}

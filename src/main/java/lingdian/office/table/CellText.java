package lingdian.office.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.LocalTime;
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

    @Override
    public String formatRawCellContents(double value, int formatIndex, String format, boolean since1904) {
        if (DateUtil.isADateFormat(formatIndex, format) && DateUtil.isValidExcelDate(value)) {
            LocalDateTime at = DateUtil.getLocalDateTime(value, since1904);
            return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? at.toLocalDate().toString()
                    : at.toString();
        }
        BigDecimal number = BigDecimal.valueOf(value).round(TYPED_DIGITS).stripTrailingZeros();
        int exponent = number.precision() - number.scale();
        return Math.abs(exponent) <= PLAIN_DIGITS_MAX ? number.toPlainString() : number.toString();
    }
}

"""The functions that give one value for each row, and need nothing but their arguments. See `signature` for notation.

Left out on purpose: everything that reads files, networks, dictionaries, settings or other tables, that sleeps, that
throws on demand, that tells about the server, and whatever can make much from little (arrayWithConstant, arrayResize).
"""

from posthog.hogql import types
from posthog.hogql.functions.signature import Function, NullRule, table
from posthog.hogql.plan import Read

_NUMBERS = (
    table(
        """
    abs 1 first
    negate 1 first
    plus 2 common
    minus 2 common
    multiply 2 common
    intDivOrZero 2
    gcd 2 partial
    lcm 2 partial
    bitAnd 2
    bitOr 2
    bitXor 2
    bitNot 1
    bitShiftLeft 2 partial
    bitShiftRight 2 partial
    bitCount 1
    sign 1
    """,
        types.INTEGER,
        reads=Read.NUMBER,
    )
    | table(
        """
    divide 2
    floor 1-2
    ceil 1-2
    ceiling=ceil 1-2
    trunc 1-2
    truncate=trunc 1-2
    round 1-2
    roundBankers 1-2
    roundDown 2 partial
    exp 1
    exp2 1
    exp10 1
    ln=log 1
    log 1
    log2 1
    log10 1
    log1p 1
    sqrt 1
    cbrt 1
    pow 2
    power=pow 2
    sin 1
    cos 1
    tan 1
    asin 1
    acos 1
    atan 1
    atan2 2
    sinh 1
    cosh 1
    tanh 1
    hypot 2
    erf 1
    degrees 1
    radians 1
    sigmoid 1
    ifNotFinite 2
    """,
        types.FLOAT,
        reads=Read.NUMBER,
    )
    | table(
        """
    e 0
    pi 0
    randCanonical 0
    """,
        types.FLOAT,
    )
    | table(
        """
    rand 0
    rand64 0
    """,
        types.INTEGER,
    )
)

_LOGIC = table(
    """
    xor 2+
    isFinite 1 number
    isInfinite 1 number
    isNaN 1 number
    """,
    types.BOOLEAN,
) | table(
    """
    nullIf 2 first nullable
    toNullable 1 first nullable
    greatest 2+ common number
    least 2+ common number
    identity 1 first
    materialize 1 first
    """
)

_TEXT = (
    table(
        """
    lower 1
    upper 1
    lowerUTF8 1
    upperUTF8 1
    initcap 1
    initcapUTF8 1
    reverse 1
    reverseUTF8 1
    concatWithSeparator 1+ partial
    concat_ws=concatWithSeparator 1+ partial
    substring 2-3
    substr=substring 2-3
    mid=substring 2-3
    substringUTF8 2-3
    substringIndex 3
    left 2
    leftUTF8 2
    right 2
    rightUTF8 2
    trim=trimBoth 1-2
    trimBoth 1-2
    trimLeft 1-2
    ltrim=trimLeft 1-2
    trimRight 1-2
    rtrim=trimRight 1-2
    replace=replaceAll 3 partial
    replaceAll 3 partial
    replaceOne 3 partial
    replaceRegexpAll 3 partial
    replaceRegexpOne 3 partial
    regexpQuoteMeta 1
    extract 2 partial
    regexpExtract 2-3 partial
    appendTrailingCharIfAbsent 2
    toValidUTF8 1
    normalizeUTF8NFC 1 partial
    normalizeUTF8NFKC 1 partial
    encodeXMLComponent 1
    decodeXMLComponent 1
    decodeHTMLComponent 1
    extractTextFromHTML 1
    base64Encode 1
    base64Decode=tryBase64Decode 1
    tryBase64Decode 1
    soundex 1
    translate 3 partial
    protocol 1
    domain 1
    domainWithoutWWW 1
    topLevelDomain 1
    firstSignificantSubdomain 1
    cutToFirstSignificantSubdomain 1
    cutToFirstSignificantSubdomainWithWWW 1
    path 1
    pathFull 1
    queryString 1
    fragment 1
    queryStringAndFragment 1
    netloc 1
    extractURLParameter 2
    cutURLParameter 2 partial
    cutWWW 1
    cutQueryString 1
    cutFragment 1
    cutQueryStringAndFragment 1
    decodeURLComponent 1
    decodeURLFormComponent 1
    encodeURLComponent 1
    encodeURLFormComponent 1
    """,
        types.STRING,
        reads=Read.TEXT,
    )
    | table(
        """
    leftPad 2-3 partial
    rightPad 2-3 partial
    leftPadUTF8 2-3 partial
    rightPadUTF8 2-3 partial
    format 1+ partial
    hex 1
    bin 1
    char 1+
    formatReadableSize 1 number
    formatReadableDecimalSize 1 number
    formatReadableQuantity 1 number
    formatReadableTimeDelta 1-3 number partial
    toTypeName 1 notnull
    """,
        types.STRING,
    )
    | table(
        """
    lengthUTF8 1
    char_length=lengthUTF8 1
    ascii 1
    position 2-3
    positionCaseInsensitive 2-3
    positionUTF8 2-3
    positionCaseInsensitiveUTF8 2-3
    locate=position 2-3
    countSubstrings 2-3
    countSubstringsCaseInsensitive 2-3
    countMatches 2 partial
    countMatchesCaseInsensitive 2 partial
    levenshteinDistance 2 partial
    editDistance 2 partial
    port 1-2
    """,
        types.INTEGER,
        reads=Read.TEXT,
    )
    | table(
        """
    jaroSimilarity 2 partial
    jaroWinklerSimilarity 2 partial
    """,
        types.FLOAT,
        reads=Read.TEXT,
    )
    | table(
        """
    startsWith 2
    endsWith 2
    multiSearchAny 2 partial
    multiSearchAnyCaseInsensitive 2 partial
    hasToken 2 partial
    hasTokenCaseInsensitive 2 partial
    isValidUTF8 1
    isIPv4String 1
    isIPv6String 1
    isIPAddressInRange 2 partial
    """,
        types.BOOLEAN,
        reads=Read.TEXT,
    )
    | table(
        """
    extractAll 2 partial
    extractAllGroups 2 partial
    extractGroups 2 partial
    splitByChar 2-3 partial
    splitByString 2-3 partial
    splitByRegexp 2-3 partial
    splitByWhitespace 1-2
    splitByNonAlpha 1-2
    alphaTokens 1-2
    extractURLParameters 1
    extractURLParameterNames 1
    URLHierarchy 1
    URLPathHierarchy 1
    """,
        types.array_of(types.STRING),
        nulls=NullRule.NEVER,
        reads=Read.TEXT,
    )
)

_HASHES = table(
    """
    cityHash64 1+
    sipHash64 1+
    xxHash64 1+
    murmurHash3_64 1+
    farmHash64 1+
    intHash32 1
    intHash64 1
    halfMD5 1+
    """,
    types.INTEGER,
    nulls=NullRule.NEVER,
) | table(
    """
    MD5 1
    SHA1 1
    SHA224 1
    SHA256 1
    """,
    types.STRING,
    reads=Read.TEXT,
)

_IDS = table(
    """
    generateUUIDv4 0
    generateUUIDv7 0
    """,
    types.UUID,
)

_GEO = table(
    """
    greatCircleDistance 4
    geoDistance 4
    greatCircleAngle 4
    """,
    types.FLOAT,
    reads=Read.NUMBER,
)

_COLLECTIONS = (
    table(
        """
    length 1
    arrayUniq 1+
    indexOf 2
    countEqual 2
    arrayDotProduct 2 partial
    """,
        types.INTEGER,
    )
    | table(
        """
    empty 1
    notEmpty 1
    has 2
    hasAll 2
    hasAny 2
    hasSubstr 2
    mapContains 2
    """,
        types.BOOLEAN,
    )
    | table(
        """
    arrayElement 2 element nullable partial
    arrayElementOrNull 2 element nullable partial
    arrayConcat 1+ first
    arrayDistinct 1 first
    arrayIntersect 1+ first
    arrayReverse 1 first
    arrayCompact 1 first
    arrayPopBack 1 first
    arrayPopFront 1 first
    arrayPushBack 2 first
    arrayPushFront 2 first
    arraySlice 2-3 first
    arrayFlatten 1
    arrayEnumerate 1
    arrayEnumerateUniq 1+ partial
    arrayZip 1+ partial
    arrayJoin 1 element
    arrayRotateLeft 2 first
    arrayRotateRight 2 first
    arrayShuffle 1 first
    mapKeys 1
    mapValues 1
    mapAdd 2 partial
    """
    )
    | table(
        """
    arrayStringConcat 1-2
    """,
        types.STRING,
    )
)

_JSON_TEXT = (
    table(
        """
    JSONLength 1+ partial
    JSONExtractInt 1+ partial
    JSONExtractUInt 1+ partial
    """,
        types.INTEGER,
        nulls=NullRule.FROM_ARGUMENTS,
    )
    | table("JSONExtractFloat 1+ partial", types.FLOAT)
    | table(
        """
    JSONHas 1+ partial
    JSONExtractBool 1+ partial
    isValidJSON 1
    """,
        types.BOOLEAN,
    )
    | table(
        """
    JSONExtractString 1+ partial
    JSONExtractRaw 1+ partial
    JSONType 1+ partial
    """,
        types.STRING,
    )
    | table(
        """
    JSONExtractArrayRaw 1+ partial notnull
    JSONExtractKeys 1+ partial notnull
    """,
        types.array_of(types.STRING),
        reads=Read.TEXT,
    )
    | table("toJSONString 1 notnull", types.STRING)
)

_MOMENTS = (
    table(
        """
    toYear 1
    year=toYear 1
    toQuarter 1
    quarter=toQuarter 1
    toMonth 1
    month=toMonth 1
    toISOYear 1
    toISOWeek 1
    toWeek 1-2
    toYearWeek 1-2
    toDayOfYear 1
    toDayOfMonth 1
    day=toDayOfMonth 1
    toDayOfWeek 1-2
    toHour 1
    hour=toHour 1
    toMinute 1
    minute=toMinute 1
    toSecond 1
    second=toSecond 1
    toMillisecond 1
    toYYYYMM 1
    toYYYYMMDD 1
    toYYYYMMDDhhmmss 1
    toUnixTimestamp 1
    toUnixTimestamp64Milli 1
    """,
        types.INTEGER,
    )
    | table(
        """
    toStartOfISOYear 1
    toMonday 1
    toLastDayOfMonth 1
    toLastDayOfWeek 1-2
    """,
        types.DATE,
    )
    | table(
        """
    toStartOfFiveMinutes=toStartOfFiveMinute 1
    toStartOfFiveMinute 1
    toStartOfTenMinutes 1
    toStartOfFifteenMinutes 1
    timeSlot 1
    """,
        types.DATETIME,
    )
    | table(
        """
    addYears 2 first
    addQuarters 2 first
    addMonths 2 first
    addWeeks 2 first
    addDays 2 first
    addHours 2
    addMinutes 2
    addSeconds 2
    subtractYears 2 first
    subtractQuarters 2 first
    subtractMonths 2 first
    subtractWeeks 2 first
    subtractDays 2 first
    subtractHours 2
    subtractMinutes 2
    subtractSeconds 2
    """,
        types.DATETIME,
    )
    | table("monthName 1", types.STRING)
    | table(
        """
    toIntervalSecond 1
    toIntervalMinute 1
    toIntervalHour 1
    toIntervalDay 1
    toIntervalWeek 1
    toIntervalMonth 1
    toIntervalQuarter 1
    toIntervalYear 1
    """,
        types.INTERVAL,
    )
)

SCALARS: dict[str, Function] = _NUMBERS | _LOGIC | _TEXT | _HASHES | _IDS | _GEO | _COLLECTIONS | _JSON_TEXT | _MOMENTS

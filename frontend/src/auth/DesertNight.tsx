/** The picture beside the sign-in form: a chart that grew into a desert. */

const BARS = [
    { x: 60, height: 96 },
    { x: 128, height: 142 },
    { x: 196, height: 118 },
    { x: 264, height: 186 },
    { x: 332, height: 164 },
    { x: 400, height: 232 },
    { x: 468, height: 206 },
    { x: 536, height: 292 },
    { x: 604, height: 262 },
    { x: 672, height: 348 },
]
const STARS = [
    [80, 330, 1.6],
    [170, 270, 1.2],
    [250, 380, 1.4],
    [330, 300, 1.1],
    [420, 350, 1.7],
    [520, 240, 1.3],
    [610, 310, 1.1],
    [690, 200, 1.6],
    [740, 290, 1.2],
    [560, 160, 1.1],
    [380, 200, 1.3],
    [120, 420, 1.1],
] as const
const GROUND = 880

function Flower({ x, y, scale = 1 }: { x: number; y: number; scale?: number }): React.JSX.Element {
    return (
        <g transform={`translate(${x} ${y}) scale(${scale})`}>
            {[0, 72, 144, 216, 288].map((angle) => (
                <ellipse key={angle} cx="0" cy="-9" rx="6" ry="9.5" fill="#ff7ba7" transform={`rotate(${angle})`} />
            ))}
            <circle r="4.6" fill="#ffd9a0" />
        </g>
    )
}

export function DesertNight({ className }: { className?: string }): React.JSX.Element {
    return (
        <svg viewBox="0 0 800 960" preserveAspectRatio="xMidYMax slice" className={className} aria-hidden="true">
            <defs>
                <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
                    <stop offset="0" stopColor="#0c241b" />
                    <stop offset="0.62" stopColor="#164535" />
                    <stop offset="1" stopColor="#27674c" />
                </linearGradient>
                <linearGradient id="bar" x1="0" y1="0" x2="0" y2="1">
                    <stop offset="0" stopColor="#7fdcae" />
                    <stop offset="1" stopColor="#2c8a63" />
                </linearGradient>
            </defs>
            <rect width="800" height="960" fill="url(#sky)" />
            {STARS.map(([x, y, r]) => (
                <circle key={`${x}-${y}`} cx={x} cy={y} r={r} fill="#d9f2e4" opacity="0.55" />
            ))}
            <path d="M0 760 Q 160 690 330 742 T 640 716 T 800 738 V960 H0Z" fill="#12392b" />
            <path d="M0 826 Q 220 770 430 812 T 800 796 V960 H0Z" fill="#0e2e23" />
            {/* Arms turn some of the bars into saguaros; they begin behind their trunks. */}
            <g strokeLinecap="round" strokeLinejoin="round" fill="none" stroke="#54b98a" strokeWidth="18">
                <path d="M264 778 h-16 a16 16 0 0 1 -16 -16 v-24" />
                <path d="M536 706 h18 a16 16 0 0 0 16 -16 v-34" />
                <path d="M672 668 h-20 a16 16 0 0 1 -16 -16 v-40" />
                <path d="M672 724 h20 a16 16 0 0 0 16 -16 v-52" />
            </g>
            <g strokeLinecap="round" strokeLinejoin="round" fill="none" stroke="url(#bar)" strokeWidth="34">
                {BARS.map((bar) => (
                    <path key={bar.x} d={`M${bar.x + 0.01} ${GROUND} V${GROUND - bar.height} h0.01`} />
                ))}
            </g>
            <Flower x={672} y={516} scale={1.5} />
            <Flower x={570} y={640} scale={0.95} />
            <Flower x={232} y={722} scale={0.8} />
            <Flower x={400} y={636} scale={1.1} />
            <rect y={GROUND - 4} width="800" height="120" fill="#0a231a" />
        </svg>
    )
}

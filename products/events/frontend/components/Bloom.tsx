import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'

const PETALS = 70
const DURATION_MS = 3200
const COLORS = ['#ff7ba7', '#ffb3cc', '#d92d6b', '#ffd9a0', '#3fc48a']

interface Petal {
    x: number
    y: number
    vx: number
    vy: number
    spin: number
    angle: number
    size: number
    color: string
}

function makePetals(width: number, height: number): Petal[] {
    return Array.from({ length: PETALS }, () => ({
        x: width / 2,
        y: height * 0.62,
        vx: (Math.random() - 0.5) * width * 0.9,
        vy: -(0.5 + Math.random()) * height * 0.85,
        spin: (Math.random() - 0.5) * 10,
        angle: Math.random() * Math.PI,
        size: 5 + Math.random() * 8,
        color: COLORS[Math.floor(Math.random() * COLORS.length)] ?? '#ff7ba7',
    }))
}

/** Petals over the whole page, once. People who asked for less motion are spared. */
export function Bloom(): React.JSX.Element {
    const canvas = useRef<HTMLCanvasElement>(null)
    useEffect(() => {
        const board = canvas.current
        const pen = board?.getContext('2d')
        if (!board || !pen || window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
            return
        }
        const ratio = window.devicePixelRatio || 1
        const width = window.innerWidth
        const height = window.innerHeight
        board.width = width * ratio
        board.height = height * ratio
        pen.scale(ratio, ratio)
        const petals = makePetals(width, height)
        const started = performance.now()
        let frame = 0
        const draw = (now: number): void => {
            const elapsed = (now - started) / 1000
            const left = 1 - (now - started) / DURATION_MS
            pen.clearRect(0, 0, width, height)
            if (left <= 0) {
                return
            }
            pen.globalAlpha = Math.min(1, left * 2)
            for (const petal of petals) {
                const drag = 1 - Math.exp(-1.6 * elapsed)
                pen.save()
                pen.translate(
                    petal.x + (petal.vx * drag) / 1.6,
                    petal.y + (petal.vy * drag) / 1.1 + 190 * elapsed * elapsed
                )
                pen.rotate(petal.angle + petal.spin * elapsed)
                pen.fillStyle = petal.color
                pen.beginPath()
                pen.ellipse(0, 0, petal.size * 0.5, petal.size, 0, 0, Math.PI * 2)
                pen.fill()
                pen.restore()
            }
            frame = requestAnimationFrame(draw)
        }
        frame = requestAnimationFrame(draw)
        return () => cancelAnimationFrame(frame)
    }, [])
    // In the body, because an animated ancestor would become the page that "fixed" refers to.
    return createPortal(
        <div aria-hidden="true" className="pointer-events-none fixed inset-0 z-50">
            <canvas ref={canvas} className="size-full" />
        </div>,
        document.body
    )
}

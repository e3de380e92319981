import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button'
import { cn } from './cn'

const BACKDROP =
    'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

interface Shared {
    open: boolean
    onClose: () => void
    title: ReactNode
    description?: ReactNode
    children: ReactNode
}

function Heading({ title, description }: Pick<Shared, 'title' | 'description'>): React.JSX.Element {
    return (
        <div className="flex items-start gap-3 border-line border-b px-5 py-4">
            <div className="min-w-0 flex-1">
                <Dialog.Title className="display text-lg leading-snug">{title}</Dialog.Title>
                {description && (
                    <Dialog.Description render={<div />} className="mt-0.5 text-ink-3 text-sm">
                        {description}
                    </Dialog.Description>
                )}
            </div>
            <Dialog.Close
                aria-label="Close"
                className="-mt-1 -mr-1.5 grid size-8 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink"
            >
                <X className="size-4" />
            </Dialog.Close>
        </div>
    )
}

export interface ModalProps extends Shared {
    footer?: ReactNode
    className?: string
}

/** A question that must be answered before going on. On a phone it rises from the bottom. */
export function Modal({ open, onClose, title, description, footer, className, children }: ModalProps) {
    return (
        <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
            <Dialog.Portal>
                <Dialog.Backdrop className={BACKDROP} />
                <Dialog.Viewport className="fixed inset-0 z-40 grid items-end justify-items-center overflow-y-auto sm:items-start sm:p-6 sm:pt-[10vh]">
                    <Dialog.Popup
                        className={cn(
                            'flex max-h-[90dvh] w-full sm:max-h-[80dvh] flex-col rounded-t-2xl border border-line bg-raised text-ink shadow-pop outline-none transition-[opacity,transform] duration-150 sm:max-w-lg sm:rounded-xl',
                            'data-ending-style:translate-y-3 data-ending-style:opacity-0 data-starting-style:translate-y-3 data-starting-style:opacity-0',
                            className
                        )}
                    >
                        <Heading title={title} description={description} />
                        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
                        {footer && (
                            <div className="flex justify-end gap-2 border-line border-t px-5 py-3.5 pb-[max(0.875rem,env(safe-area-inset-bottom))]">
                                {footer}
                            </div>
                        )}
                    </Dialog.Popup>
                </Dialog.Viewport>
            </Dialog.Portal>
        </Dialog.Root>
    )
}

export interface DrawerProps extends Shared {
    className?: string
    side?: 'right' | 'left'
}

/** Details beside the page they belong to. */
export function Drawer({ open, onClose, title, description, side = 'right', className, children }: DrawerProps) {
    return (
        <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
            <Dialog.Portal>
                <Dialog.Backdrop className={BACKDROP} />
                <Dialog.Popup
                    className={cn(
                        'fixed inset-y-0 z-40 flex w-full flex-col bg-raised text-ink shadow-pop outline-none transition-transform duration-200 ease-out sm:max-w-xl',
                        side === 'right'
                            ? 'right-0 border-line border-l data-ending-style:translate-x-full data-starting-style:translate-x-full'
                            : 'left-0 border-line border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full',
                        className
                    )}
                >
                    <Heading title={title} description={description} />
                    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-[env(safe-area-inset-bottom)]">
                        {children}
                    </div>
                </Dialog.Popup>
            </Dialog.Portal>
        </Dialog.Root>
    )
}

export interface ConfirmProps {
    open: boolean
    onClose: () => void
    onConfirm: () => void
    title: string
    children: ReactNode
    /** A verb: what will be done. */
    action: string
    loading?: boolean
}

/** Asks before something that cannot be undone. */
export function Confirm({ open, onClose, onConfirm, title, children, action, loading }: ConfirmProps) {
    return (
        <Modal
            open={open}
            onClose={onClose}
            title={title}
            className="sm:max-w-md"
            footer={
                <>
                    <Button variant="ghost" onClick={onClose}>
                        Cancel
                    </Button>
                    <Button variant="danger" onClick={onConfirm} loading={loading}>
                        {action}
                    </Button>
                </>
            }
        >
            <div className="text-ink-2">{children}</div>
        </Modal>
    )
}

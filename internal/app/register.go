package app

import "context"

// enrol makes the register of a store from before there was any, once.
func (a *App) enrol(ctx context.Context) error {
	if err := a.Newsroom.Enrol(ctx); err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}
